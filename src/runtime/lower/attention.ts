import type { AttentionAttributes } from "../../graph/operations.ts";
import type { Lowering } from "./elementwise.ts";
import type { Emitter } from "./emitter.ts";
import { product } from "./product.ts";

/**
 * Packed rows [N, heads D] in the layout of attention, [B, K, G L, D], where the G query heads that share a key head
 * fold into its rows, so that keys and values are never repeated. Padding, splitting and turning are one gather.
 */
function spread(
	e: Emitter,
	x: string,
	slots: string,
	heads: number,
	a: AttentionAttributes,
): string {
	const rows = e.op("Reshape", [x, e.integers(-1, a.headDim)]);
	return e.op("Gather", [rows, headRows(e, slots, heads, a)], { axis: 0 });
}

/** Row of x [N heads, D] for each place: slot heads + head, [B, K, G L]. */
function headRows(
	e: Emitter,
	slots: string,
	heads: number,
	{ kvHeads }: AttentionAttributes,
): string {
	return e.once(`${slots} rows of ${heads} by ${kvHeads}`, () => {
		const group = heads / kvHeads;
		const offsets = Array.from({ length: heads }, (_, head) => head);
		const head = e.integers32([1, kvHeads, group, 1], offsets);
		const grid = e.op("Unsqueeze", [slots, e.integers(1, 2)]);
		const scaled = e.op("Mul", [grid, e.integers32([], [heads])]);
		const all = e.op("Add", [scaled, head]);
		return e.op("Reshape", [
			all,
			e.op("Concat", [rowCount(e, slots), e.integers(kvHeads, -1)], {
				axis: 0,
			}),
		]);
	});
}

const rowCount = (e: Emitter, slots: string) =>
	e.op("Slice", [e.op("Shape", [slots]), e.integers(0), e.integers(1)]);

/** The way back, from [B, K, G L, D] to packed rows. */
function collect(
	e: Emitter,
	x: string,
	indices: { readonly slots: string; readonly places: string },
	heads: number,
	a: AttentionAttributes,
	out: string,
): void {
	e.op(
		"Reshape",
		[taken(e, x, indices, heads, a), e.integers(-1, heads * a.headDim)],
		{},
		out,
	);
}

/** The entries at the given places of [B, K, G L, D], [places, heads, D]. */
function taken(
	e: Emitter,
	x: string,
	indices: { readonly slots: string; readonly places: string },
	heads: number,
	a: AttentionAttributes,
): string {
	const rows = e.op("Reshape", [x, e.integers(-1, a.headDim)]);
	return e.op("Gather", [rows, placeRows(e, indices, heads)], { axis: 0 });
}

/**
 * The way back of keys and values of which the last T stand in several rows: tokens of one row have one place, the
 * others the sum over all of theirs, each token in one sum. (ScatterND adds rows of one index in any order, and loses
 * some when several threads do: ONNX Runtime 1.30.)
 */
function collectShared(
	e: Emitter,
	x: string,
	indices: {
		readonly slots: string;
		readonly places: string;
		readonly copies: string;
	},
	a: AttentionAttributes,
	out: string,
): void {
	const { slots, places, copies } = indices;
	const width = a.kvHeads * a.headDim;
	const alone = e.once(`${places} alone`, () => {
		const size = e.op("Shape", [copies]);
		const shared = e.op("Slice", [size, e.integers(0), e.integers(1)]);
		const end = e.op("Neg", [shared]);
		return e.op("Slice", [places, e.integers(0), end]);
	});
	const listed = e.once(`${copies} listed`, () =>
		e.op("Reshape", [copies, e.integers(-1)]),
	);
	const split = e.once(`${copies} by ${width}`, () =>
		e.op("Concat", [e.op("Shape", [copies]), e.integers(width)], { axis: 0 }),
	);
	const one = taken(e, x, { slots, places: alone }, a.kvHeads, a);
	const all = taken(e, x, { slots, places: listed }, a.kvHeads, a);
	const each = e.op("Reshape", [all, split]);
	const sums = e.op("ReduceSum", [each, e.integers(1)], { keepdims: 0 });
	const flat = e.op("Reshape", [one, e.integers(-1, width)]);
	e.op("Concat", [flat, sums], { axis: 0 }, out);
}

/** Row of [B heads L, D] for each place and head: (b heads + head) L + l, from places b L + l, [N, heads]. */
function placeRows(
	e: Emitter,
	{ slots, places }: { readonly slots: string; readonly places: string },
	heads: number,
): string {
	return e.once(`${places} rows of ${heads}`, () => {
		const shape = e.op("Shape", [slots]);
		const longest = e.op(
			"Cast",
			[e.op("Slice", [shape, e.integers(1), e.integers(2)])],
			{ to: 6 },
		);
		const row = e.op("Div", [places, longest]);
		const start = e.op("Mul", [
			e.op("Mul", [row, longest]),
			e.integers32([], [heads - 1]),
		]);
		const first = e.op("Unsqueeze", [
			e.op("Add", [places, start]),
			e.integers(1),
		]);
		const head = e.integers32(
			[heads],
			Array.from({ length: heads }, (_, i) => i),
		);
		return e.op("Add", [first, e.op("Mul", [head, longest])]);
	});
}

const folded = (e: Emitter, p: string, a: AttentionAttributes) =>
	a.heads === a.kvHeads
		? p
		: e.op("Reshape", [p, e.integers(0, a.kvHeads, -1, 0)]);

const unfolded = (e: Emitter, p: string, a: AttentionAttributes) =>
	a.heads === a.kvHeads
		? p
		: e.op("Reshape", [p, e.integers(0, a.heads, -1, 0)]);

export const attention: Lowering<"attention"> = (e, node) => {
	const a = node.attributes;
	const [q, k, v, slots, places, bias] = e.names(node.inputs);
	const [mix, probabilities] = e.names(node.outputs);
	const query = spread(e, q, slots, a.heads, a);
	const key = spread(e, k, slots, a.kvHeads, a);
	const value = spread(e, v, slots, a.kvHeads, a);
	const scores = product(e, query, key, {
		transB: true,
		alpha: a.scale,
		rank: 4,
	});
	const biased = e.op("Add", [unfolded(e, scores, a), bias]);
	e.op("Softmax", [biased], { axis: -1 }, probabilities);
	const mixed = e.op("MatMul", [folded(e, probabilities, a), value]);
	collect(e, mixed, { slots, places }, a.heads, a, mix);
};

/**
 * dS = P (dP - rowsum(dmix mix)): the row sums of P dP, taken where they are narrow (Dao, arXiv 2307.08691, section 3.1).
 */
export const attentionGrad: Lowering<"attentionGrad"> = (e, node) => {
	const a = node.attributes;
	const names = e.names(node.inputs);
	const [dmix, q, k, v, slots, places, mix, probabilities, ...shared] = names;
	const [owned = slots, copies] = shared;
	const [dq, dk, dv] = e.names(node.outputs);
	const query = spread(e, q, slots, a.heads, a);
	const key = spread(e, k, slots, a.kvHeads, a);
	const value = spread(e, v, slots, a.kvHeads, a);
	// Nothing comes back to the blank token, so rows that do not own a token get nothing of its gradient.
	const up = spread(e, dmix, owned, a.heads, a);
	const p = folded(e, probabilities, a);
	const dp = product(e, up, value, { transB: true, rank: 4 });
	const level = rowLevels(e, dmix, mix, owned, a);
	const ds = e.op("Mul", [p, e.op("Sub", [dp, level])]);
	const scaled = { alpha: a.scale, rank: 4 };
	const queryGrad = product(e, ds, key, scaled);
	const keyGrad = product(e, ds, query, { ...scaled, transA: true });
	const valueGrad = product(e, p, up, { transA: true, rank: 4 });
	const indices = { slots, places };
	collect(e, queryGrad, indices, a.heads, a, dq);
	for (const [grad, out] of [
		[keyGrad, dk],
		[valueGrad, dv],
	] as const)
		if (copies) collectShared(e, grad, { ...indices, copies }, a, out);
		else collect(e, grad, indices, a.kvHeads, a, out);
};

/** rowsum(dmix mix) of each head, as [B, K, G L, 1]. */
function rowLevels(
	e: Emitter,
	dmix: string,
	mix: string,
	slots: string,
	a: AttentionAttributes,
): string {
	const both = e.op("Mul", [dmix, mix]);
	const split = e.op("Reshape", [both, e.integers(-1, a.headDim)]);
	const sums = e.op("ReduceSum", [split, e.integers(-1)], { keepdims: 1 });
	return e.op("Gather", [sums, headRows(e, slots, a.heads, a)], { axis: 0 });
}

/** Each token is a row of one step, so that the table need not be as long as the packed batch. */
export const rotary: Lowering<"rotary"> = (e, node) => {
	const { heads, headDim, inverse } = node.attributes;
	const [x, positions, cos, sin] = e.names(node.inputs);
	const steps = e.op("Reshape", [x, e.integers(-1, 1, heads * headDim)]);
	const wide = e.op("Cast", [positions], { to: 7 });
	const where = e.op("Reshape", [wide, e.integers(-1, 1)]);
	const table = inverse ? e.op("Neg", [sin]) : sin;
	const turned = e.own("RotaryEmbedding", [steps, where, cos, table], {
		interleaved: 0,
	});
	const target = e.integers(-1, heads * headDim);
	e.op("Reshape", [turned, target], {}, node.outputs[0].name);
};
