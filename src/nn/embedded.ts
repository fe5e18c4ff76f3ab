import type { Value } from "../graph/graph.ts";
import type { Parameters } from "./parameters.ts";

/** Rows of an embedding [V, C] for ids [N], in the basis of the residual stream, [N, C]. */
export function embedded(p: Parameters, name: string, ids: Value): Value {
	const { ops, rotation } = p;
	const rows = ops.embed(p.weight(name), ids);
	if (!rotation) return rows;
	const along = { axis: 1, block: rotation.width, inverse: false };
	return ops.rotateBlocks(rows, along);
}
