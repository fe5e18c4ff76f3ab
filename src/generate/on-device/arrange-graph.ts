import type { Graph } from "../../graph/graph.ts";
import { Ops } from "../../graph/ops.ts";
import { type CachePart, cachedNames } from "../../nn/cached-pass.ts";
import type { DecodedShape } from "../decode-graph.ts";

export const arrangedNames = {
	/** [slots, K, places], which rows of D numbers a new cache consists of: those of the cache before it come first, then those of fresh tokens. */
	index: "index",
	/** [slots, K, places, D] */
	next: (part: CachePart, layer: number) => `next.${part}.${layer}`,
} as const;

/** Keys and values of every layer. */
export function cacheParts({ layers }: DecodedShape) {
	return Array.from({ length: layers }, (_, layer) =>
		(["key", "value"] as const).map((part) => ({
			past: cachedNames.past(part, layer),
			fresh: cachedNames.freshPart(part, layer),
			next: arrangedNames.next(part, layer),
		})),
	).flat();
}

/**
 * From a cache and the fresh keys and values of a pass (`cachedNames`), a new cache with any of their rows at any place. Appending, copying,
 * growing and taking some slots are all this.
 */
export function arrangeGraph(shape: DecodedShape): Graph {
	const { kvHeads, headDim } = shape;
	const ops = new Ops();
	const index = ops.input(
		arrangedNames.index,
		["slots", kvHeads, "places"],
		"int32",
	);
	for (const { past, fresh, next } of cacheParts(shape)) {
		const held = ops.input(past, ["B", kvHeads, "M", headDim]);
		const added = ops.input(fresh, ["N", kvHeads * headDim]);
		const rows = ops.concat(
			[ops.reshape(held, ["P", headDim]), ops.reshape(added, ["F", headDim])],
			0,
		);
		ops.output(next, ops.embed(rows, index));
	}
	return ops.graph();
}
