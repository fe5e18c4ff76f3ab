import type { Value } from "../graph/graph.ts";
import type { Parameters } from "./parameters.ts";
import { type Pass, rotaryName } from "./pass.ts";
import type { RotaryOptions } from "./rotary.ts";

export type CachePart = "key" | "value";

/** Names of the inputs that a cached pass reads, and of the outputs that the caller puts into the cache. */
export const cachedNames = {
	/** [B, T] */
	ids: "ids",
	/** [B T] */
	positions: "positions",
	/** What each token may look at, of its row's cache and of the tokens of this pass, [B, 1, T, M + T]. */
	bias: (window: number | null) =>
		window === null ? "bias" : `bias.window${window}`,
	/** [B, K, M, D] */
	past: (part: CachePart, layer: number) => `past.${part}.${layer}`,
	/** Keys and values of the tokens of this pass, [B T, L 2 K D], the keys of a layer before its values; at padding without meaning. */
	fresh: "fresh",
	/** Those of a layer alone, [B T, K D]. */
	freshPart: (part: CachePart, layer: number) => `fresh.${part}.${layer}`,
	/** [P, D/2] */
	table: (part: "cos" | "sin", options: RotaryOptions) =>
		`${rotaryName(options)}.${part}`,
} as const;

export interface CachedPass extends Pass {
	/** Rotations whose tables are inputs, so that they need reach no further than the rows do. */
	readonly rotations: ReadonlyMap<string, RotaryOptions>;
	/** What the tokens add to the cache, by the names of `freshPart`, from the first layer to the last. */
	readonly fresh: ReadonlyMap<string, Value>;
}

/**
 * A pass over the next T tokens of B rows, which look back into a cache. What they add to it comes out by itself and
 * not as a whole present cache: the runtime's Node binding copies every output, even one with an array of its own.
 */
export function cachedPass(p: Parameters): CachedPass {
	const { ops } = p;
	const grid = ops.input(cachedNames.ids, ["B", "T"], "int32");
	const positions = ops.input(cachedNames.positions, ["N"], "int32");
	const rotations = new Map<string, RotaryOptions>();
	const fresh = new Map<string, Value>();
	const bias = (window: number | null): Value => {
		const name = cachedNames.bias(window);
		return p.shared(name, () => ops.input(name, ["B", 1, "T", "M+T"]));
	};
	return {
		p,
		ids: ops.reshape(grid, ["N"]),
		positions,
		rotations,
		fresh,
		rotaryTable(part, options) {
			rotations.set(rotaryName(options), options);
			const name = cachedNames.table(part, options);
			const half = options.headDim / 2;
			return p.shared(name, () => ops.input(name, ["P", half]));
		},
		attend({ q, k, v }, attributes, window, layer) {
			const { kvHeads, headDim } = attributes;
			const past = (part: CachePart) =>
				ops.input(cachedNames.past(part, layer), ["B", kvHeads, "M", headDim]);
			const [pastKey, pastValue] = [past("key"), past("value")];
			const inputs = [q, k, v, pastKey, pastValue, bias(window)] as const;
			fresh.set(cachedNames.freshPart("key", layer), k);
			fresh.set(cachedNames.freshPart("value", layer), v);
			return ops.emit("cachedAttention", inputs, attributes)[0];
		},
	};
}
