import type { AttentionAttributes } from "../../graph/operations.ts";
import type { Lowering } from "./elementwise.ts";
import type { Emitter } from "./emitter.ts";
import { product } from "./product.ts";

/** [B] and [T] of a bias [B, 1, T, M + T], and [T, M] of its last axis. */
interface Sizes {
	readonly B: string;
	readonly T: string;
	/** Where the last axis is cut into cache and own tokens. */
	readonly parts: string;
}

function sizesOf(e: Emitter, bias: string): Sizes {
	const size = (axis: number) =>
		e.once(`${bias} size ${axis}`, () =>
			e.op("Shape", [bias], { start: axis, end: axis + 1 }),
		);
	const [B, T] = [size(0), size(2)];
	const parts = e.once(`${bias} parts`, () =>
		e.op("Concat", [e.op("Sub", [size(3), T]), T], { axis: 0 }),
	);
	return { B, T, parts };
}

/** Tokens [B T, heads D] by heads, [B, K, heads / K, T, D]. */
function byHeads(
	e: Emitter,
	x: string,
	heads: number,
	{ B, T }: Sizes,
	{ kvHeads, headDim }: AttentionAttributes,
): string {
	const wide = e.once(`${B} by ${heads} of ${headDim}`, () =>
		e.op("Concat", [B, T, e.integers(kvHeads, heads / kvHeads, headDim)], {
			axis: 0,
		}),
	);
	const apart = e.op("Reshape", [x, wide]);
	return e.op("Transpose", [apart], { perm: [0, 2, 3, 1, 4] });
}

/**
 * Scores against the cache and against the tokens themselves are two products into one softmax, so that the cache is
 * never copied: GroupQueryAttention copies it for each query head before it reads it. Products of one row and without a
 * factor read a matrix where it lies, others copy it first: so each query head has a product of its own, and queries are
 * scaled before.
 */
export const cachedAttention: Lowering<"cachedAttention"> = (e, node) => {
	const a = node.attributes;
	const { heads, kvHeads, headDim, scale } = a;
	const [q, k, v, pastKey, pastValue, bias] = e.names(node.inputs);
	const sizes = sizesOf(e, bias);
	const scaled = e.scaledQueries.has(q) ? q : e.op("Mul", [q, e.scalar(scale)]);
	const queries = byHeads(e, scaled, heads, sizes, a);
	const keys = byHeads(e, k, kvHeads, sizes, a);
	const values = byHeads(e, v, kvHeads, sizes, a);
	const shared = (past: string) => e.op("Unsqueeze", [past, e.integers(2)]);

	const against = { transB: true, rank: 5 };
	const scores = e.op(
		"Concat",
		[
			product(e, queries, shared(pastKey), against),
			product(e, queries, keys, against),
		],
		{ axis: -1 },
	);
	const wide = e.once(`${bias} for groups`, () =>
		e.op("Unsqueeze", [bias, e.integers(2)]),
	);
	const biased = e.op("Add", [scores, wide]);
	const share = e.op("Softmax", [biased], { axis: -1 });
	const [ofCache, ofOwn] = [e.fresh("Split"), e.fresh("Split")];
	e.node("Split", [share, sizes.parts], [ofCache, ofOwn], { axis: -1 });

	// [B, K, heads / K, T, D]
	const mix = e.op("Add", [
		product(e, ofCache, shared(pastValue), { rank: 5 }),
		product(e, ofOwn, values, { rank: 5 }),
	]);
	const turned = e.op("Transpose", [mix], { perm: [0, 3, 1, 2, 4] });
	const flat = e.integers(-1, heads * headDim);
	e.op("Reshape", [turned, flat], {}, node.outputs[0].name);
};
