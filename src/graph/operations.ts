import type { Shape } from "../core/shape.ts";

type None = Readonly<Record<never, never>>;
type Product = {
	readonly transA: boolean;
	readonly transB: boolean;
	readonly alpha: number;
};
type Epsilon = { readonly epsilon: number };

export type Activation = "silu" | "gelu" | "gelu-tanh";
type Activate = { readonly kind: Activation };

export type AttentionAttributes = {
	readonly heads: number;
	readonly kvHeads: number;
	readonly headDim: number;
	/** Multiplies the scores before softmax, usually 1/sqrt(headDim). */
	readonly scale: number;
};

/**
 * Every operation of a graph and its attributes: the one table from which all others are typed.
 * A missing shape rule, gradient, lowering or interpretation does not compile, and the compiler names the operation.
 */
export interface Operations {
	// Element by element, with NumPy broadcasting.
	add: None;
	sub: None;
	mul: None;
	div: None;
	maximum: None;
	/** 1 where a > b, else 0. Has no gradient. */
	greater: None;
	/** scale x + shift */
	affine: { readonly scale: number; readonly shift: number };
	exp: None;
	log: None;
	sigmoid: None;
	/** log(1 + exp x) */
	softplus: None;
	/** Limits values; the gradient is zero outside. */
	clamp: { readonly min: number | null; readonly max: number | null };
	activate: Activate;
	/** (dy, x) to dx */
	activateGrad: Activate;
	/** The same value, through which no gradient flows. */
	stopGradient: None;
	/** (x, token): x, but never before token is known, and never merged with another copy of x. */
	barrier: None;

	// Shape and sums.
	sum: { readonly axes: readonly number[]; readonly keepDims: boolean };
	reshape: { readonly shape: Shape };
	concat: { readonly axis: number };
	/** Into parts of the given sizes along an axis. */
	split: { readonly axis: number; readonly sizes: readonly number[] };

	// Products of matrices.
	matmul: Product;
	/** (a, b, c): c + alpha a b */
	addMatmul: Product;

	// Rows of matrices.
	/** (table [V, C], ids [N]) to [N, C] */
	embed: None;
	/** (dy [N, C], ids [N], table [V, C]) to [V, C], adding rows that share an id */
	embedGrad: None;
	/** (x, index, inverse): y[i] = x[index[i]], and back in the gradient: dx[j] = dy[inverse[j]] */
	takeRows: None;

	// Layers.
	/** (x, weight) to y and the inverse root mean square of each row of x */
	rmsNorm: Epsilon;
	/** (dy, x, weight, inverse) to dx */
	rmsNormGrad: None;
	/** (dy, x, inverse) to dweight */
	rmsNormWeightGrad: None;
	/** (x, weight, bias) to y, mean and inverse deviation of each row of x */
	layerNorm: Epsilon;
	/** (dy, x, weight, mean, inverse) to dx */
	layerNormGrad: None;
	/** (dy, x, mean, inverse) to dweight */
	layerNormWeightGrad: None;
	/** (x [N, heads D], positions [N], cos [P, D/2], sin [P, D/2]): halves rotated against each other */
	rotary: {
		readonly heads: number;
		readonly headDim: number;
		readonly inverse: boolean;
	};
	/**
	 * (q [N, H D], k [N, K D], v [N, K D], slots [B, L], places [N], bias [L, L]) to the mix [N, H D] and the
	 * probabilities. `slots` names the packed token in each place of the padded rows, `places` the place of each token.
	 *
	 * A token may stand in several rows: its key and value are looked at in all of them, its mix is that of its own
	 * place. For the gradient two more inputs then follow: `owned` [B, L], which is `slots` with the blank last token
	 * wherever a token stands that has its own place elsewhere, and `copies` [T, G], all places of the last T tokens,
	 * filled up with the blank token's.
	 */
	attention: AttentionAttributes;
	/** (dmix, q, k, v, slots, places, mix, probabilities) to dq, dk, dv; `owned` and `copies` follow where tokens are shared */
	attentionGrad: AttentionAttributes;
	/**
	 * (q [N, H D], k [N, K D], v [N, K D], pastKey, pastValue [B, K, M, D], bias [B, 1, T, M + T]) to the mix [N, H D]:
	 * each of the T next tokens of B rows, N = B T, looks at the M places of its row's cache and at the T tokens, as far
	 * as the bias, added to the scores, lets it.
	 */
	cachedAttention: AttentionAttributes;

	// The head.
	/**
	 * (hidden [S, C], head [V, C], targets [S]) to logProb, entropy and top-1 agreement [S] and the unit gradient
	 * W[target] - P W [S, C], in `chunks` parts.
	 */
	tokenLogProbs: { readonly chunks: number };
	/** (d [S], hidden, head, targets) to dhead [V, C] */
	tokenLogProbsHeadGrad: { readonly chunks: number };
	/** (hidden, head) to the entropy in nats of the k likeliest words, renormalised, [S]. Has no gradient. */
	tokenTopEntropy: { readonly chunks: number; readonly k: number };
	/**
	 * (baseHidden, baseHead, hidden, head) to KL(base || policy) [S] in nats and the unit gradient
	 * (P_policy - P_base) W [S, C]. The base has no gradient.
	 */
	tokenKl: { readonly chunks: number };
	/** (d [S], baseHidden, baseHead, hidden, head) to dhead [V, C] */
	tokenKlHeadGrad: { readonly chunks: number };
}

export type OperationName = keyof Operations;
