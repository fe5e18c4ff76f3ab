import type { Value } from "../../../graph/graph.ts";
import type { Emitter } from "../emitter.ts";
import { product } from "../product.ts";
import {
	isQuantized,
	isStored,
	quantizedProduct,
} from "../quantized-products.ts";
import { transformed } from "../rotations.ts";
import { storedProduct } from "../stored-products.ts";
import { productOfBands } from "./fine-product.ts";
import { allLogits, isHeldInBands } from "./word-bands.ts";

/** h W^T */
export function logitsOf(e: Emitter, hidden: string, head: Value): string {
	if (isStored(e, head)) return storedProduct(e, hidden, head, true);
	if (isHeldInBands(e, head)) return allLogits(e, hidden, head);
	return isQuantized(e, head, true)
		? quantizedProduct(e, hidden, head, true)
		: product(e, hidden, e.name(head), { transB: true, rank: 2 });
}

/** x W for probabilities or their differences, which span many magnitudes. */
export function backProduct(
	e: Emitter,
	x: string,
	head: Value,
	isProbable: boolean,
): string {
	if (isStored(e, head)) return storedProduct(e, x, head, false);
	return isQuantized(e, head, false)
		? productOfBands(e, x, head, isProbable)
		: e.op("MatMul", [x, e.name(head)]);
}

/** Rows of W in float32. Of a head in another basis only these are transformed, not all of it. */
export function rowsOf(e: Emitter, head: Value, ids: string): string {
	const leaf = e.frozen.get(head.name);
	if (!leaf) return e.op("Gather", [e.name(head), ids], { axis: 0 });
	const rows = e.storedRows(leaf.tensor, ids);
	if (!leaf.transform) return rows;
	return transformed(e, rows, ["S", ...head.shape.slice(1)], leaf.transform);
}
