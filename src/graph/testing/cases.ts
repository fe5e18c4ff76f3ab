import { RandomStream } from "../../core/random.ts";
import type { Tensor } from "../interpret/tensor.ts";
import { tensor } from "../interpret/tensor.ts";
import type { Attributes, Operands, OperationName } from "../operations.ts";

/** An operand of a case: normal numbers, positive ones, or given integers. */
export type Operand =
	| { readonly kind: "normal" | "positive"; readonly shape: readonly number[] }
	| {
			readonly kind: "integers";
			readonly shape: readonly number[];
			readonly data: readonly number[];
	  }
	| {
			readonly kind: "numbers";
			readonly shape: readonly number[];
			readonly data: readonly number[];
	  };

export interface OperationCase<K extends OperationName = OperationName> {
	readonly op: K;
	readonly operands: Operands<K, Operand>;
	readonly attributes: Attributes<K>;
	/** Operands whose gradient is checked by central differences. */
	readonly smooth: readonly number[];
	/** What the operation computes from its operands may be compared at these outputs alone. */
	readonly compare?: readonly number[];
}

const normal = (...shape: number[]): Operand => ({ kind: "normal", shape });
const positive = (...shape: number[]): Operand => ({ kind: "positive", shape });
const integers = (shape: number[], data: number[]): Operand => ({
	kind: "integers",
	shape,
	data,
});
const numbers = (shape: number[], data: number[]): Operand => ({
	kind: "numbers",
	shape,
	data,
});

const product = { transA: false, transB: false, alpha: 1 };

// Two rows of 3 and 2 tokens, then the blank token; the padded rows have 4 places.
const packed = { tokens: 6, rows: 2, longest: 4 };
const slots = integers([2, 4], [0, 1, 2, 5, 3, 4, 5, 5]);
const places = integers([6], [0, 1, 2, 4, 5, 3]);
const far = -1e9;
const causal = numbers(
	[4, 4],
	[0, far, far, far, 0, 0, far, far, 0, 0, 0, far, 0, 0, 0, 0],
);
const heads = { heads: 4, kvHeads: 2, headDim: 6, scale: 0.4 };
const attentionOperands = [
	normal(packed.tokens, 24),
	normal(packed.tokens, 12),
	normal(packed.tokens, 12),
	slots,
	places,
	causal,
] as const;

// Three answers that share their first token, two that share their first two; the blank token is the tenth.
const sharedOperands = [
	normal(10, 24),
	normal(10, 12),
	normal(10, 12),
	integers(
		[5, 4],
		[6, 0, 1, 9, 6, 2, 9, 9, 6, 3, 9, 9, 7, 8, 4, 9, 7, 8, 5, 9],
	),
	integers([10], [1, 2, 5, 9, 14, 18, 0, 12, 13, 3]),
	causal,
	integers(
		[5, 4],
		[6, 0, 1, 9, 9, 2, 9, 9, 9, 3, 9, 9, 7, 8, 4, 9, 9, 9, 5, 9],
	),
	integers([4, 3], [0, 4, 8, 12, 16, 3, 13, 17, 3, 3, 3, 3]),
] as const;

/**
 * Two rows of `steps` tokens each, after a cache with `room` places of which they hold some; with a window, a token looks
 * at that many, itself among them.
 */
function cached(
	headDim: number,
	steps: number,
	room: number,
	held: readonly [number, number],
	window = Number.POSITIVE_INFINITY,
): OperationCase {
	const past = { kind: "normal", shape: [2, 2, room, headDim] } as const;
	const bias = held.flatMap((before) =>
		Array.from({ length: steps * (room + steps) }, (_, i) => {
			const [t, j] = [Math.floor(i / (room + steps)), i % (room + steps)];
			const position = j < room ? j : before + j - room;
			const there = j < room ? j < before : j - room <= t;
			return there && before + t - position < window ? 0 : far;
		}),
	);
	const operands = [
		normal(2 * steps, 4 * headDim),
		normal(2 * steps, 2 * headDim),
		normal(2 * steps, 2 * headDim),
		past,
		past,
		numbers([2, 1, steps, room + steps], bias),
	] as const;
	const sizes = { heads: 4, kvHeads: 2, headDim, scale: 0.4 };
	return operationCase("cachedAttention", operands, sizes, []);
}

/** Gradients are checked for all operands, or for those in `smooth`. */
export function operationCase<K extends OperationName>(
	op: K,
	operands: Operands<K, Operand>,
	attributes: Attributes<K>,
	smooth = operands.map((_, i) => i),
): OperationCase {
	return { op, operands, attributes, smooth } as OperationCase;
}

/** At least one case an operation that can stand alone; every backend must agree with the interpreter on all. */
export const operationCases: readonly OperationCase[] = [
	operationCase("add", [normal(3, 4), normal(4)], {}),
	operationCase("sub", [normal(3, 1), normal(3, 4)], {}),
	operationCase("mul", [normal(2, 3, 4), normal(3, 1)], {}),
	operationCase("div", [normal(3, 4), positive(4)], {}),
	operationCase("maximum", [normal(3, 4), normal(3, 4)], {}),
	operationCase("greater", [normal(3, 4), normal(3, 4)], {}, []),
	operationCase("affine", [normal(3, 4)], { scale: -0.5, shift: 2 }),
	operationCase("affine", [normal(3, 4)], { scale: 1, shift: 2 }),
	operationCase("exp", [normal(3, 4)], {}),
	operationCase("log", [positive(3, 4)], {}),
	operationCase("sigmoid", [normal(3, 4)], {}),
	operationCase("softplus", [normal(3, 4)], {}),
	operationCase("clamp", [normal(5, 4)], { min: -0.5, max: null }),
	operationCase("clamp", [normal(5, 4)], { min: -0.5, max: 0.7 }),
	operationCase("activate", [normal(5, 7)], { kind: "silu" }),
	operationCase("activate", [normal(5, 7)], { kind: "gelu" }),
	operationCase("activate", [normal(5, 7)], { kind: "gelu-tanh" }),
	operationCase(
		"activateGrad",
		[normal(5, 7), normal(5, 7)],
		{ kind: "silu" },
		[],
	),
	operationCase(
		"activateGrad",
		[normal(5, 7), normal(5, 7)],
		{ kind: "gelu" },
		[],
	),
	operationCase(
		"activateGrad",
		[normal(5, 7), normal(5, 7)],
		{ kind: "gelu-tanh" },
		[],
	),
	operationCase("barrier", [normal(3, 4), normal(2, 2)], {}, [0]),
	operationCase("sum", [normal(3, 4)], { axes: [0, 1], keepDims: false }),
	operationCase("sum", [normal(3, 4, 2)], { axes: [1], keepDims: true }),
	operationCase("sum", [normal(3, 4, 2)], { axes: [0, 2], keepDims: false }),
	operationCase("reshape", [normal(3, 4)], { shape: [2, 6] }),
	operationCase("concat", [normal(3, 4), normal(3, 2)], { axis: 1 }),
	operationCase("split", [normal(3, 6)], { axis: 1, sizes: [2, 3, 1] }),
	operationCase("matmul", [normal(3, 4), normal(4, 5)], product),
	operationCase("matmul", [normal(3, 4), normal(5, 4)], {
		...product,
		transB: true,
		alpha: 0.3,
	}),
	operationCase("matmul", [normal(4, 3), normal(4, 5)], {
		...product,
		transA: true,
	}),
	operationCase("matmul", [normal(4, 3), normal(5, 4)], {
		transA: true,
		transB: true,
		alpha: -2,
	}),
	operationCase("addMatmul", [normal(3, 4), normal(4, 5), normal(3, 5)], {
		...product,
		alpha: 0.5,
	}),
	operationCase("addMatmul", [normal(3, 4), normal(5, 4), normal(5)], {
		...product,
		transB: true,
	}),
	operationCase("embed", [normal(7, 3), integers([4], [6, 0, 6, 2])], {}, [0]),
	operationCase(
		"embedGrad",
		[normal(4, 3), integers([4], [6, 0, 6, 2]), normal(7, 3)],
		{},
		[],
	),
	operationCase(
		"takeRows",
		[normal(4, 3), integers([4], [2, 0, 3, 1]), integers([4], [1, 3, 0, 2])],
		{},
		[0],
	),
	operationCase("rmsNorm", [normal(5, 8), normal(8)], { epsilon: 1e-5 }),
	operationCase("rmsNorm", [normal(5, 2, 8), normal(8)], { epsilon: 1e-5 }),
	operationCase("layerNorm", [normal(5, 8), normal(8), normal(8)], {
		epsilon: 1e-5,
	}),
	operationCase(
		"rotateBlocks",
		[normal(5, 12)],
		{ axis: 1, block: 12, inverse: false },
		[0],
	),
	operationCase(
		"rotateBlocks",
		[normal(5, 12)],
		{ axis: 1, block: 4, inverse: true },
		[0],
	),
	operationCase(
		"rotateBlocks",
		[normal(12, 3)],
		{ axis: 0, block: 6, inverse: false },
		[0],
	),
	operationCase(
		"rotateBlocks",
		[normal(12, 3)],
		{ axis: 0, block: 12, inverse: true },
		[0],
	),
	...[false, true].flatMap((inverse) => [
		operationCase(
			"rotateBlocks",
			[normal(3, 192)],
			{ axis: 1, block: 96, inverse },
			[0],
		),
		operationCase(
			"rotateBlocks",
			[normal(192, 2)],
			{ axis: 0, block: 192, inverse },
			[0],
		),
	]),
	operationCase(
		"rotary",
		[normal(5, 12), integers([5], [0, 1, 2, 0, 1]), normal(4, 3), normal(4, 3)],
		{ heads: 2, headDim: 6, inverse: false },
		[0],
	),
	operationCase("attention", attentionOperands, heads, [0, 1, 2]),
	operationCase(
		"attention",
		attentionOperands,
		{ ...heads, heads: 2, kvHeads: 1, headDim: 12 },
		[0, 1, 2],
	),
	operationCase("attention", sharedOperands, heads, [0, 1, 2]),
	operationCase(
		"attention",
		sharedOperands,
		{ ...heads, heads: 2, kvHeads: 1, headDim: 12 },
		[0, 1, 2],
	),
	cached(16, 4, 1, [0, 0]),
	cached(16, 4, 3, [0, 0], 2),
	cached(16, 1, 6, [5, 2]),
	cached(16, 1, 6, [5, 2], 3),
	cached(6, 4, 3, [1, 3]),
	cached(6, 1, 3, [3, 1], 2),
	operationCase(
		"tokenLogProbs",
		[normal(5, 4), normal(9, 4), integers([5], [8, 0, 3, 3, 1])],
		{ chunks: 1 },
		[0, 1],
	),
	operationCase(
		"tokenLogProbs",
		[normal(5, 4), normal(9, 4), integers([5], [8, 0, 3, 3, 1])],
		{ chunks: 2 },
		[0, 1],
	),
	operationCase(
		"tokenLogProbs",
		[normal(5, 4), normal(9, 4), integers([5], [8, 0, 3, 3, 1])],
		{ chunks: 5 },
		[0, 1],
	),
	operationCase(
		"tokenTopEntropy",
		[normal(5, 4), normal(9, 4)],
		{ chunks: 2, k: 3 },
		[],
	),
	operationCase(
		"tokenTopEntropy",
		[normal(5, 4), normal(9, 4)],
		{ chunks: 1, k: 20 },
		[],
	),
	operationCase(
		"tokenKl",
		[normal(5, 4), normal(9, 4), normal(5, 4), normal(9, 4)],
		{ chunks: 1 },
		[2, 3],
	),
	operationCase(
		"tokenKl",
		[normal(5, 4), normal(9, 4), normal(5, 4), normal(9, 4)],
		{ chunks: 2 },
		[2, 3],
	),
	operationCase(
		"tokenKlHeadGrad",
		[normal(5), normal(5, 4), normal(9, 4), normal(5, 4), normal(9, 4)],
		{ chunks: 2 },
		[],
	),
];

/** Numbers of an operand, drawn from a stream that the case names. */
export function draw(operand: Operand, name: string): Tensor {
	if (operand.kind === "integers" || operand.kind === "numbers")
		return tensor(operand.shape, Float64Array.from(operand.data));
	const stream = new RandomStream(7, name);
	const filled = tensor(operand.shape);
	for (let i = 0; i < filled.data.length; i++) {
		const value = Math.fround(stream.normal());
		filled.data[i] =
			operand.kind === "positive" ? Math.abs(value) + 0.5 : value;
	}
	return filled;
}
