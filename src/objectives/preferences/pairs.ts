import type { Value } from "../../graph/graph.ts";
import type { Ops } from "../../graph/ops.ts";
import {
	imitation,
	type Needs,
	type Objective,
	type RowOrigin,
	required,
	rowSums,
	type SumFactor,
} from "../objective.ts";

/** A number of the chosen and of the rejected answer of each pair, [P] each. */
export interface Sides {
	readonly chosen: Value;
	readonly rejected: Value;
}

/** What the loss of a pair is made of. */
export interface PairScores {
	/** Delta, the sum over the answer of log pi - log pi_ref; of log pi alone if the objective has no reference. */
	readonly gain: Sides;
	/** Supervised tokens, at least 1. */
	readonly lengths: Sides;
}

export interface PairTerms {
	/** [P] */
	readonly loss: Value;
	/** The reward that the objective sees in an answer, in its own units. */
	readonly reward: Sides;
}

export interface PairObjective<R extends RowOrigin> {
	readonly name: string;
	readonly rows: R;
	readonly needs: Needs;
	/**
	 * Weight of a second term, the mean NLL per token of the chosen answer (arXiv 2404.19733), which keeps
	 * chosen answers from growing less likely.
	 */
	readonly sft: number;
	/** Missing if no option multiplies a sum over an answer. */
	readonly sumFactor?: SumFactor;
}

/** Needs of objectives that compare a pair with the model as it was at the start of the stage. */
export const pairsWithReference: Needs = {
	...imitation,
	pairs: true,
	reference: "tokens",
};

/** Needs of objectives that read pairs and nothing else. */
export const pairsAlone: Needs = { ...imitation, pairs: true };

/** The one idea of all objectives on pairs: a loss of each pair, over the pairs of the step. */
export function pairObjective<R extends RowOrigin>(
	{ name, rows, needs, sft, sumFactor }: PairObjective<R>,
	termsOf: (ops: Ops, scores: PairScores) => PairTerms,
): Objective<R> {
	return {
		name,
		rows,
		trains: "policy",
		needs,
		prepass: null,
		steers: null,
		...(sumFactor && { sumFactor }),
		...(sft > 0 && { sftWeight: sft }),
		loss(ops, policy, reference, batch) {
			const { valid, pairValid } = batch;
			const answers = (tokens: Value) =>
				sidesOf(ops, rowSums(ops, ops.mul(tokens, valid), batch));
			const gain =
				needs.reference === "none"
					? policy.logProb
					: ops.sub(policy.logProb, required(reference, name).logProb);
			const lengths = sidesOf(ops, batch.lengths);
			const scores = { gain: answers(gain), lengths };
			const { loss, reward } = termsOf(ops, scores);
			const whole =
				sft === 0
					? loss
					: ops.sub(
							loss,
							ops.affine(
								ops.div(answers(policy.logProb).chosen, lengths.chosen),
								sft,
							),
						);
			return {
				sum: ops.sum(ops.mul(whole, pairValid)),
				weight: ops.sum(pairValid),
				metrics: {
					chosenReward: ops.mul(reward.chosen, pairValid),
					rejectedReward: ops.mul(reward.rejected, pairValid),
				},
			};
		},
	};
}

/** Values of answers, [B], that come as chosen, rejected, chosen, ... */
export function sidesOf(ops: Ops, values: Value): Sides {
	const table = ops.reshape(values, ["P", 2]);
	const [chosen, rejected] = ops.split(table, 1, [1, 1]);
	return {
		chosen: ops.reshape(chosen, ["P"]),
		rejected: ops.reshape(rejected, ["P"]),
	};
}

/** The same done to both sides. */
export function onBoth(
	{ chosen, rejected }: Sides,
	apply: (value: Value) => Value,
): Sides {
	return { chosen: apply(chosen), rejected: apply(rejected) };
}

/** Means per token of sums over answers. */
export function perLength(ops: Ops, { gain, lengths }: PairScores): Sides {
	return {
		chosen: ops.div(gain.chosen, lengths.chosen),
		rejected: ops.div(gain.rejected, lengths.rejected),
	};
}

/** Chosen less rejected. */
export function margin(ops: Ops, { chosen, rejected }: Sides): Value {
	return ops.sub(chosen, rejected);
}

/** -log sigma(x), without overflow. */
export function minusLogSigmoid(ops: Ops, x: Value): Value {
	return ops.softplus(ops.neg(x));
}
