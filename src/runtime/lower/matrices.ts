import type { Value } from "../../graph/graph.ts";
import type { Attributes } from "../../graph/operations.ts";
import { Float } from "../proto.ts";
import type { Lowering } from "./elementwise.ts";
import type { Emitter } from "./emitter.ts";
import { product } from "./product.ts";
import {
	countOf,
	isFourBit,
	isQuantized,
	isStored,
	quantizedProduct,
} from "./quantized-products.ts";
import { runtimeZero } from "./runtime-zero.ts";
import { storedProduct } from "./stored-products.ts";
import { withoutRotation } from "./without-rotation.ts";

function valueProduct(
	e: Emitter,
	a: Value,
	b: Value,
	attributes: Attributes<"matmul">,
	result: Value,
): void {
	const { transA, transB, alpha } = attributes;
	const out = result.name;
	if (!transA && isStored(e, b)) {
		const into = alpha === 1 ? out : undefined;
		const whole = storedProduct(e, e.name(a), b, transB, into);
		if (alpha !== 1) e.op("Mul", [whole, e.scalar(alpha)], {}, out);
		return;
	}
	if (!transA && isQuantized(e, b, transB)) {
		const into = alpha === 1 ? out : undefined;
		// Another basis would be another copy of the weight.
		const weight = isFourBit(e, b) ? b : withoutRotation(e, b, transB, result);
		const whole = quantizedProduct(e, e.name(a), weight, transB, {
			out: into,
			count: countOf(a),
		});
		if (alpha !== 1) e.op("Mul", [whole, e.scalar(alpha)], {}, out);
		return;
	}
	const rank = Math.max(a.shape.length, b.shape.length);
	product(e, e.name(a), e.name(b), { ...attributes, rank }, out);
}

export const matmul: Lowering<"matmul"> = (e, node) => {
	const [a, b] = node.inputs;
	valueProduct(e, a, b, node.attributes, node.outputs[0]);
};

/** The addend rides along in the product: one pass over memory less. */
export const addMatmul: Lowering<"addMatmul"> = (e, node) => {
	const { transA, transB, alpha } = node.attributes;
	const [a, b, c] = e.names(node.inputs);
	const out = node.outputs[0].name;
	const weight = node.inputs[1];
	if (!transA && alpha === 1 && isQuantized(e, weight, transB)) {
		const count = countOf(node.inputs[0]);
		const base = quantizedProduct(e, a, weight, transB, { count });
		e.op("Add", [base, c], {}, out);
		return;
	}
	if (!transA && alpha === 1 && isStored(e, weight)) {
		e.op("Add", [storedProduct(e, a, weight, transB), c], {}, out);
		return;
	}
	const flags = {
		transA: transA ? 1 : 0,
		transB: transB ? 1 : 0,
		alpha: new Float(alpha),
	};
	e.op("Gemm", [a, b, c], flags, out);
};

export const embed: Lowering<"embed"> = (e, node) => {
	const [table, ids] = node.inputs;
	const out = node.outputs[0].name;
	const leaf = e.frozen.get(table.name);
	if (leaf && !leaf.transform) e.storedRows(leaf.tensor, e.name(ids), out);
	else e.op("Gather", e.names(node.inputs), { axis: 0 }, out);
};

export const takeRows: Lowering<"takeRows"> = (e, node) => {
	const [x, index] = e.names(node.inputs);
	e.op("Gather", [x, index], { axis: 0 }, node.outputs[0].name);
};

/**
 * For each row of x the sum of all rows with its id, by a product: what is then written to one place is equal, however
 * often. (ScatterND adds rows of one id in any order, and loses some when several threads do: ONNX Runtime 1.30.)
 */
export function sumsById(e: Emitter, ids: string, x: string): string {
	const same = e.op("Equal", [
		e.op("Unsqueeze", [ids, e.integers(1)]),
		e.op("Unsqueeze", [ids, e.integers(0)]),
	]);
	return e.op("MatMul", [e.op("Cast", [same], { to: 1 }), x]);
}

/** Rows of a table as ScatterND wants them named, [N, 1]. */
export function rowIndex(e: Emitter, ids: string): string {
	return e.op("Unsqueeze", [e.op("Cast", [ids], { to: 7 }), e.integers(-1)]);
}

export const embedGrad: Lowering<"embedGrad"> = (e, node) => {
	const [dy, ids, table] = e.names(node.inputs);
	const sums = sumsById(e, ids, dy);
	const size = e.op("Shape", [table]);
	const zeros = e.op("Expand", [runtimeZero(e, dy), size]);
	const out = node.outputs[0].name;
	e.op("ScatterND", [zeros, rowIndex(e, ids), sums], {}, out);
};
