import type { DType } from "../core/dtype.ts";
import type { AttributeType } from "./attributes.ts";
import * as is from "./attributes.ts";

/** An operand that is not float32. */
interface TypedOperand {
	readonly name: string;
	readonly dtype: DType | "any";
}

export type OperandSpec = string | TypedOperand;

const int32 = (name: string): TypedOperand => ({ name, dtype: "int32" });

/** What a row of the table says of an operation. */
export interface OperationSpec {
	/** In order. A name alone is a float32 operand. */
	readonly operands: readonly OperandSpec[];
	/** Operands that follow, all of them or none. */
	readonly optional?: readonly OperandSpec[];
	readonly results: readonly string[];
	/** The one operand that may be given several times, or the one result that an attribute multiplies. */
	readonly repeated?: "operand" | "result";
	readonly attributes: Readonly<Record<string, AttributeType<unknown>>>;
}

const none = {};
const unary = { operands: ["x"], results: ["y"], attributes: none } as const;
const binary = {
	...unary,
	operands: ["a", "b"],
} as const;
const product = { transA: is.flag, transB: is.flag, alpha: is.finite };
const activation = { kind: is.oneOf("silu", "gelu", "gelu-tanh") };
/** Scores are multiplied by `scale` before softmax, usually 1/sqrt(headDim). */
const attention = {
	heads: is.count,
	kvHeads: is.count,
	headDim: is.count,
	scale: is.finite,
};
const chunks = { chunks: is.count };

/**
 * Every operation of a graph with its operands, results and attributes: the one table from which all others are typed.
 * A missing shape rule, gradient, lowering or interpretation does not compile, and the compiler names the operation; a
 * rule that takes another number of operands does not compile either.
 */
export const operations = {
	// Element by element, with NumPy broadcasting.
	add: binary,
	sub: binary,
	mul: binary,
	div: binary,
	maximum: binary,
	/** 1 where a > b, else 0. Has no gradient. */
	greater: binary,
	/** scale x + shift */
	affine: { ...unary, attributes: { scale: is.finite, shift: is.finite } },
	exp: unary,
	log: unary,
	sigmoid: unary,
	/** log(1 + exp x) */
	softplus: unary,
	/** Limits values; the gradient is zero outside. */
	clamp: { ...unary, attributes: { min: is.limit, max: is.limit } },
	activate: { ...unary, attributes: activation },
	activateGrad: {
		operands: ["dy", "x"],
		results: ["dx"],
		attributes: activation,
	},
	/** The same value, through which no gradient flows. */
	stopGradient: unary,
	/** x, but never before `token` is known, and never merged with another copy of x. */
	barrier: { ...unary, operands: ["x", "token"] },

	// Shape and sums.
	sum: { ...unary, attributes: { axes: is.axes, keepDims: is.flag } },
	reshape: {
		operands: [{ name: "x", dtype: "any" }],
		results: ["y"],
		attributes: { shape: is.shape },
	},
	concat: {
		operands: ["part"],
		repeated: "operand",
		results: ["y"],
		attributes: { axis: is.axis },
	},
	/** Into parts of the given sizes along an axis. */
	split: {
		operands: ["x"],
		results: ["part"],
		repeated: "result",
		attributes: { axis: is.axis, sizes: is.sizes },
	},

	// Products of matrices.
	matmul: { ...binary, attributes: product },
	/** c + alpha a b */
	addMatmul: { ...unary, operands: ["a", "b", "c"], attributes: product },
	/**
	 * x R along an axis, in blocks of so many features, with the orthogonal R of that size (`core/block-rotation.ts`), or
	 * x R^T, its inverse.
	 */
	rotateBlocks: {
		...unary,
		attributes: { axis: is.axis, block: is.count, inverse: is.flag },
	},

	// Rows of matrices.
	/** table [V, C], ids [N] to [N, C] */
	embed: { ...unary, operands: ["table", int32("ids")] },
	/** dy [N, C], ids [N], table [V, C] to [V, C], adding rows that share an id */
	embedGrad: {
		operands: ["dy", int32("ids"), "table"],
		results: ["dtable"],
		attributes: none,
	},
	/** y[i] = x[index[i]], and back in the gradient: dx[j] = dy[inverse[j]] */
	takeRows: { ...unary, operands: ["x", int32("index"), int32("inverse")] },

	// Layers. `inverse` is the inverse root mean square, or deviation, of each row of x.
	rmsNorm: {
		operands: ["x", "weight"],
		results: ["y", "inverse"],
		attributes: { epsilon: is.positive },
	},
	rmsNormGrad: {
		operands: ["dy", "x", "weight", "inverse"],
		results: ["dx"],
		attributes: none,
	},
	rmsNormWeightGrad: {
		operands: ["dy", "x", "inverse"],
		results: ["dweight"],
		attributes: none,
	},
	layerNorm: {
		operands: ["x", "weight", "bias"],
		results: ["y", "mean", "inverse"],
		attributes: { epsilon: is.positive },
	},
	layerNormGrad: {
		operands: ["dy", "x", "weight", "mean", "inverse"],
		results: ["dx"],
		attributes: none,
	},
	layerNormWeightGrad: {
		operands: ["dy", "x", "mean", "inverse"],
		results: ["dweight"],
		attributes: none,
	},
	/** x [N, heads D], positions [N], cos and sin [P, D/2]: halves rotated against each other */
	rotary: {
		...unary,
		operands: ["x", int32("positions"), "cos", "sin"],
		attributes: { heads: is.count, headDim: is.count, inverse: is.flag },
	},
	/**
	 * Causal: q [N, H D], k [N, K D], v [N, K D], slots [B, L], places [N], bias [L, L] to the mix [N, H D] and the
	 * probabilities [B, H, L, L]. `slots` names the packed token in each place of the padded rows, `places` the place of
	 * each token. A query sees no place behind its own: above the diagonal the bias, which is added to the scores, must be
	 * so negative that nothing is left of a probability.
	 *
	 * A token may be in several rows: its key and value are looked at in all of them, its mix is that of its own place.
	 * For the gradient two more operands then follow: `owned` [B, L], which is `slots` with the blank last token wherever
	 * a token has its own place elsewhere, and `copies` [T, G], all places of the last T tokens, filled up with the blank
	 * token's.
	 */
	attention: {
		operands: ["q", "k", "v", int32("slots"), int32("places"), "bias"],
		optional: [int32("owned"), int32("copies")],
		results: ["mix", "probabilities"],
		attributes: attention,
	},
	/** `owned` and `copies` follow if tokens are shared. */
	attentionGrad: {
		operands: [
			"dmix",
			"q",
			"k",
			"v",
			int32("slots"),
			int32("places"),
			"mix",
			"probabilities",
		],
		optional: [int32("owned"), int32("copies")],
		results: ["dq", "dk", "dv"],
		attributes: attention,
	},
	/**
	 * q [N, H D], k and v [N, K D], pastKey and pastValue [B, K, M, D], bias [B, 1, T, M + T] to the mix [N, H D]: each of
	 * the T next tokens of B rows, N = B T, looks at the M places of its row's cache and at the T tokens, as far as the
	 * bias, added to the scores, lets it.
	 */
	cachedAttention: {
		operands: ["q", "k", "v", "pastKey", "pastValue", "bias"],
		results: ["mix"],
		attributes: attention,
	},

	// The head, in `chunks` parts.
	/**
	 * hidden [S, C], head [V, C], targets [S] to logProb, entropy and top-1 agreement [S] and the unit gradient
	 * W[target] - P W [S, C].
	 */
	tokenLogProbs: {
		operands: ["hidden", "head", int32("targets")],
		results: ["logProb", "entropy", "top1", "unit"],
		attributes: chunks,
	},
	/** d [S], hidden [S, C], head [V, C], targets [S] to dhead [V, C] */
	tokenLogProbsHeadGrad: {
		operands: ["d", "hidden", "head", int32("targets")],
		results: ["dhead"],
		attributes: chunks,
	},
	/** The entropy in nats of the k likeliest words, renormalised, [S]. Has no gradient. */
	tokenTopEntropy: {
		operands: ["hidden", "head"],
		results: ["entropy"],
		attributes: { ...chunks, k: is.count },
	},
	/**
	 * KL(base || policy) [S] in nats and the unit gradient (P_policy - P_base) W [S, C]. The base has no gradient.
	 */
	tokenKl: {
		operands: ["baseHidden", "baseHead", "hidden", "head"],
		results: ["kl", "unit"],
		attributes: chunks,
	},
	/** To dhead [V, C] from d [S] and the operands of `tokenKl`. */
	tokenKlHeadGrad: {
		operands: ["d", "baseHidden", "baseHead", "hidden", "head"],
		results: ["dhead"],
		attributes: chunks,
	},
} as const satisfies Readonly<Record<string, OperationSpec>>;

type Operations = typeof operations;

export type OperationName = keyof Operations;

type Each<Names extends readonly unknown[], T> = {
	readonly [I in keyof Names]: T;
};

/** One T for each operand of an operation, in order: a tuple, with each length that the operation allows. */
export type Operands<K extends OperationName, T> = K extends OperationName
	? Operations[K] extends { readonly repeated: "operand" }
		? readonly [T, ...T[]]
		:
				| Each<Operations[K]["operands"], T>
				| (Operations[K] extends { readonly optional: infer More }
						? More extends readonly unknown[]
							? Each<[...Operations[K]["operands"], ...More], T>
							: never
						: never)
	: never;

/** One T for each result of an operation, in order. */
export type Results<K extends OperationName, T> = K extends OperationName
	? Operations[K] extends { readonly repeated: "result" }
		? readonly T[]
		: Each<Operations[K]["results"], T>
	: never;

export type Attributes<K extends OperationName> = K extends OperationName
	? {
			readonly [N in keyof Operations[K]["attributes"]]: Operations[K]["attributes"][N] extends AttributeType<
				infer T
			>
				? T
				: never;
		}
	: never;

export type AttentionAttributes = Attributes<"attention">;
export type Activation = Attributes<"activate">["kind"];
