import type { AttentionAttributes } from "../../graph/operations.ts";
import {
	blockRows,
	blocks,
	headRows,
	joinQueries,
	keySums,
	keysOf,
	type Places,
	placeRows,
	queriesOf,
	regrouped,
	slotsOf,
} from "./attention-rows.ts";
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

/** The entries of [.., D] at rows [N, heads], as packed rows [N, heads D]. */
function collect(
	e: Emitter,
	x: string,
	rows: string,
	heads: number,
	a: AttentionAttributes,
	out?: string,
): string {
	const flat = e.op("Reshape", [x, e.integers(-1, a.headDim)]);
	const taken = e.op("Gather", [flat, rows], { axis: 0 });
	const shape = e.integers(-1, heads * a.headDim);
	return e.op("Reshape", [taken, shape], {}, out);
}

/** The way back of queries, from blocks [B, K, G l, D] to packed rows. */
function collectBlocks(
	e: Emitter,
	parts: readonly string[],
	indices: Places,
	a: AttentionAttributes,
	out: string,
): void {
	const flat = parts.map((part) =>
		e.op("Reshape", [part, e.integers(-1, a.headDim)]),
	);
	const all = e.op("Concat", flat, { axis: 0 });
	collect(e, all, blockRows(e, indices, a.heads), a.heads, a, out);
}

/**
 * The way back of keys and values of which the last T stand in several rows: tokens of one row have one place, the
 * others the sum over all of theirs, each token in one sum. (ScatterND adds rows of one index in any order, and loses
 * some when several threads do: ONNX Runtime 1.30.)
 */
function collectShared(
	e: Emitter,
	x: string,
	{ slots, places }: Places,
	copies: string,
	a: AttentionAttributes,
	out: string,
): void {
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
	const at = (places: string) => placeRows(e, { slots, places }, a.kvHeads);
	const one = collect(e, x, at(alone), a.kvHeads, a);
	const all = collect(e, x, at(listed), a.kvHeads, a);
	const each = e.op("Reshape", [all, split]);
	const sums = e.op("ReduceSum", [each, e.integers(1)], { keepdims: 0 });
	e.op("Concat", [one, sums], { axis: 0 }, out);
}

const folded = (a: AttentionAttributes) => ({ from: a.heads, to: a.kvHeads });

const unfolded = (a: AttentionAttributes) => ({
	...{ from: a.kvHeads, to: a.heads },
});

export const attention: Lowering<"attention"> = (e, node) => {
	const a = node.attributes;
	const [q, k, v, slots, places, bias] = e.names(node.inputs);
	const [mix, probabilities] = node.outputs;
	const key = spread(e, k, slots, a.kvHeads, a);
	const parts = blocks.map((block) => {
		const query = spread(e, q, slotsOf(e, slots, slots, block), a.heads, a);
		const scores = product(e, query, keysOf(e, key, slots, block), {
			...{ transB: true, alpha: a.scale, rank: 4 },
		});
		const seen = queriesOf(e, bias, slots, block);
		const apart = regrouped(e, scores, slots, block, unfolded(a));
		const biased = e.op("Add", [apart, seen]);
		return e.op("Softmax", [biased], { axis: -1 });
	});
	e.parts.set(probabilities.name, parts);
	const readers = e.readers.get(probabilities) ?? [];
	if (readers.some((node) => node === "output" || node.op !== "attentionGrad"))
		joinQueries(e, parts, slots, probabilities.name);
	if (!e.readers.has(mix)) return;
	const value = spread(e, v, slots, a.kvHeads, a);
	const mixed = parts.map((p, block) =>
		e.op("MatMul", [
			regrouped(e, p, slots, block, folded(a)),
			keysOf(e, value, slots, block),
		]),
	);
	collectBlocks(e, mixed, { slots, places }, a, mix.name);
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
	const key = spread(e, k, slots, a.kvHeads, a);
	const value = spread(e, v, slots, a.kvHeads, a);
	const levels = rowLevels(e, dmix, mix, a);
	const scaled = { alpha: a.scale, rank: 4 };
	const parts =
		e.parts.get(probabilities) ??
		blocks.map((block) => queriesOf(e, probabilities, slots, block));
	const grads = parts.map((part, block) => {
		const query = spread(e, q, slotsOf(e, slots, slots, block), a.heads, a);
		// Nothing comes back to the blank token, so rows that do not own a token get nothing of its gradient.
		const own = slotsOf(e, owned, slots, block);
		const up = spread(e, dmix, own, a.heads, a);
		const p = regrouped(e, part, slots, block, folded(a));
		const dp = product(e, up, keysOf(e, value, slots, block), {
			...{ transB: true, rank: 4 },
		});
		const rows = headRows(e, own, a.heads, a);
		const level = e.op("Gather", [levels, rows], { axis: 0 });
		const ds = e.op("Mul", [p, e.op("Sub", [dp, level])]);
		return {
			query: product(e, ds, keysOf(e, key, slots, block), scaled),
			key: product(e, ds, query, { ...scaled, transA: true }),
			value: product(e, p, up, { transA: true, rank: 4 }),
		};
	});
	const indices = { slots, places };
	const queryGrads = grads.map(({ query }) => query);
	collectBlocks(e, queryGrads, indices, a, dq);
	for (const [of, out] of [
		["key", dk],
		["value", dv],
	] as const) {
		const parts = grads.map((grad) => grad[of]);
		const whole = keySums(e, parts, slots);
		if (copies) collectShared(e, whole, indices, copies, a, out);
		else collect(e, whole, placeRows(e, indices, a.kvHeads), a.kvHeads, a, out);
	}
};

/** rowsum(dmix mix) of each head, as [N heads, 1]. */
function rowLevels(
	e: Emitter,
	dmix: string,
	mix: string,
	a: AttentionAttributes,
): string {
	const both = e.op("Mul", [dmix, mix]);
	const split = e.op("Reshape", [both, e.integers(-1, a.headDim)]);
	return e.op("ReduceSum", [split, e.integers(-1)], { keepdims: 1 });
}
