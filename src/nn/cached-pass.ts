import type { Value } from "../graph/graph.ts";
import type { Parameters } from "./parameters.ts";
import { type Pass, rotaryName } from "./pass.ts";
import type { RotaryOptions } from "./rotary.ts";

type CachePart = "key" | "value";

/** Names of the inputs that a cached pass reads, and of the outputs that it writes in place of `past`. */
export const cachedInputs = {
	/** [B, T] */
	ids: "ids",
	/** [B T] */
	positions: "positions",
	/** [B], index of each row's last token */
	lengths: "lengths",
	/** [], length of the longest row */
	total: "total",
	/** [B, K, M, D], heads padded as the runtime wants them */
	past: (part: CachePart, layer: number) => `past.${part}.${layer}`,
	present: (part: CachePart, layer: number) => `present.${part}.${layer}`,
	/** [P, D/2] */
	table: (part: "cos" | "sin", options: RotaryOptions) =>
		`${rotaryName(options)}.${part}`,
} as const;

export interface CachedPass extends Pass {
	/** Rotations whose tables are inputs, so that they need reach no further than the rows do. */
	readonly rotations: ReadonlyMap<string, RotaryOptions>;
}

/** A pass over the next T tokens of B rows: attention appends them to a cache and looks back into it. */
export function cachedPass(p: Parameters): CachedPass {
	const { ops } = p;
	const grid = ops.input(cachedInputs.ids, ["B", "T"], "int32");
	const positions = ops.input(cachedInputs.positions, ["N"], "int32");
	const lengths = ops.input(cachedInputs.lengths, ["B"], "int32");
	const total = ops.input(cachedInputs.total, [], "int32");
	const rotations = new Map<string, RotaryOptions>();
	return {
		p,
		ids: ops.reshape(grid, ["N"]),
		positions,
		rotations,
		rotaryTable(part, options) {
			rotations.set(rotaryName(options), options);
			const name = cachedInputs.table(part, options);
			const half = options.headDim / 2;
			return p.shared(name, () => ops.input(name, ["P", half]));
		},
		attend({ q, k, v }, attributes, window, layer) {
			const past = (part: CachePart) =>
				ops.input(cachedInputs.past(part, layer), [
					"B",
					attributes.kvHeads,
					"M",
					"D",
				]);
			const cache = [past("key"), past("value")];
			const [mix, key, value] = ops.emit(
				"cachedAttention",
				[q, k, v, grid, ...cache, lengths, total],
				{ ...attributes, window },
			) as [Value, Value, Value];
			ops.output(cachedInputs.present("key", layer), key);
			ops.output(cachedInputs.present("value", layer), value);
			return mix;
		},
	};
}
