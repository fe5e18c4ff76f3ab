import type { Value } from "../graph/graph.ts";
import type { AttentionAttributes } from "../graph/operations.ts";
import type { Parameters } from "./parameters.ts";
import { type RotaryOptions, rotaryTables } from "./rotary.ts";

export interface Heads {
	readonly q: Value;
	readonly k: Value;
	readonly v: Value;
}

/**
 * One forward pass through a model. A family defines its layers once on this interface; the pass decides whether
 * attention sees packed rows or a cache.
 */
export interface Pass {
	readonly p: Parameters;
	/** [N] */
	readonly ids: Value;
	/** [N], each within its own row. */
	readonly positions: Value;
	/** Cosines or sines of each position, [P, D/2]: one table for all layers that rotate alike. */
	rotaryTable(part: "cos" | "sin", options: RotaryOptions): Value;
	/** q [N, H D], k and v [N, K D] to [N, H D]; a window counts the token itself. */
	attend(
		heads: Heads,
		attributes: AttentionAttributes,
		window: number | null,
		layer: number,
	): Value;
}

/** Rotated queries or keys, [N, heads D]. */
export function rotate(
	pass: Pass,
	x: Value,
	heads: number,
	options: RotaryOptions,
): Value {
	const tables = {
		cos: pass.rotaryTable("cos", options),
		sin: pass.rotaryTable("sin", options),
	};
	const attributes = { heads, headDim: options.headDim, inverse: false };
	return pass.p.ops.rotary(x, pass.positions, tables, attributes);
}

/** A name that options share only if their tables are the same. */
export function rotaryName({ theta, scaling, headDim }: RotaryOptions): string {
	return ["rotary", headDim, theta, ...Object.values(scaling)].join(".");
}

/** Names of the inputs that describe a packed micro-batch to attention. */
export const packedInputs = {
	ids: "ids",
	positions: "positions",
	slots: "slots",
	places: "places",
	owned: "owned",
	copies: "copies",
	bias: (window: number | null) =>
		window === null ? "bias" : `bias.window${window}`,
} as const;

/**
 * A pass over packed rows: attention gathers them into [B, L], is causal inside each, and gathers back. `length` is the
 * number of positions in the tables. With `sharedPrompts` the gradient of a token that several rows share is the sum over them; without it, rows that share tokens may be scored but not trained on.
 */
export function packedPass(
	p: Parameters,
	length: number,
	sharedPrompts = false,
): Pass {
	const { ops } = p;
	const ids = ops.input(packedInputs.ids, ["N"], "int32");
	const positions = ops.input(packedInputs.positions, ["N"], "int32");
	const slots = ops.input(packedInputs.slots, ["B", "L"], "int32");
	const places = ops.input(packedInputs.places, ["N"], "int32");
	const shared = sharedPrompts
		? ([
				ops.input(packedInputs.owned, ["B", "L"], "int32"),
				ops.input(packedInputs.copies, ["T", "G"], "int32"),
			] as const)
		: ([] as const);
	return {
		p,
		ids,
		positions,
		rotaryTable(part, options) {
			const name = `${rotaryName(options)}.${part}`;
			return p.shared(name, () => {
				const data = rotaryTables(options, length)[part];
				return ops.constant(name, data, [length, options.headDim / 2]);
			});
		},
		attend({ q, k, v }, attributes, window) {
			const name = packedInputs.bias(window);
			const bias = p.shared(name, () => ops.input(name, ["L", "L"]));
			const inputs = [q, k, v, slots, places, bias, ...shared] as const;
			return ops.emit("attention", inputs, attributes)[0];
		},
	};
}
