import type { Value } from "../graph/graph.ts";
import type { Ops } from "../graph/ops.ts";

/** A model's scores of each supervised token. All [S]; logarithms are natural, entropy is in nats. */
export interface TokenScores {
	readonly logProb: Value;
	readonly entropy: Value;
	/** 1 where the target is the likeliest word. */
	readonly top1: Value;
}

/** hidden [S, C], head [V, C], targets [S]. Logits exist for one chunk of S at a time. */
export function tokenLogProbs(
	ops: Ops,
	hidden: Value,
	head: Value,
	targets: Value,
	chunks: number,
): TokenScores {
	const [logProb, entropy, top1] = ops.emit(
		"tokenLogProbs",
		[hidden, head, targets],
		{ chunks },
	);
	return { logProb, entropy, top1 };
}

/** Entropy in nats of the k likeliest words, renormalised, [S]. Has no gradient. */
export function tokenTopEntropy(
	ops: Ops,
	hidden: Value,
	head: Value,
	{ chunks, k }: { readonly chunks: number; readonly k: number },
): Value {
	return ops.emit("tokenTopEntropy", [hidden, head], { chunks, k })[0];
}

/** KL(base || policy) in nats, [S]: how far the policy has moved at each position. Its gradient is the policy's. */
export function tokenKl(
	ops: Ops,
	base: { readonly hidden: Value; readonly head: Value },
	policy: { readonly hidden: Value; readonly head: Value },
	chunks: number,
): Value {
	return ops.emit(
		"tokenKl",
		[base.hidden, base.head, policy.hidden, policy.head],
		{ chunks },
	)[0];
}
