import { preferenceBeta } from "../imitation/sum-factor.ts";
import type { AnswerScores } from "../objective.ts";
import { imitation, type Objective, required, rowSums } from "../objective.ts";

export interface KtoOptions {
	readonly beta: number;
	/** Weight of a desirable answer. */
	readonly desirable: number;
	/** Weight of an undesirable answer. */
	readonly undesirable: number;
}

/**
 * KTO (arXiv 2402.01306), over answers: desirable (1 - sigma(beta (Delta - z0))) for a desirable answer,
 * undesirable (1 - sigma(beta (z0 - Delta))) for an undesirable one. z0 estimates KL(pi || pi_ref): the mean of Delta over
 * the step's prompts, each with the answer of another one, and no less than 0. No gradient flows through it.
 */
export function kto({
	beta,
	desirable,
	undesirable,
}: KtoOptions): Objective<"file"> {
	return {
		name: "kto",
		rows: "file",
		trains: "policy",
		needs: { ...imitation, labels: true, reference: "tokens" },
		prepass: { answers: "mismatched", summarise: meanGain },
		steers: null,
		sumFactor: preferenceBeta,
		loss(ops, policy, reference, batch) {
			const { valid, liked, rowValid, statistic } = batch;
			const start = required(reference, "kto");
			const gain = ops.mul(ops.sub(policy.logProb, start.logProb), valid);
			const delta = rowSums(ops, gain, batch);
			const reward = ops.affine(delta, beta);
			// 1 - sigma(x) = sigma(-x); the sign is that of the answer's verdict.
			const sign = ops.affine(liked, 2, -1);
			const lead = ops.affine(ops.sub(delta, statistic), -beta);
			const dismay = ops.sigmoid(ops.mul(sign, lead));
			const weight = ops.affine(liked, desirable - undesirable, undesirable);
			const losses = ops.mul(ops.mul(weight, dismay), rowValid);
			return {
				sum: ops.sum(losses),
				weight: ops.sum(rowValid),
				metrics: { reward },
			};
		},
	};
}

/** max(0, mean Delta) over answers that have tokens; 0 if there are none. */
function meanGain(answers: readonly AnswerScores[]): number {
	const scored = answers.filter(({ logProb }) => logProb.length > 0);
	let total = 0;
	for (const { logProb, reference } of scored)
		for (let t = 0; t < logProb.length; t++)
			total += (logProb[t] as number) - (reference?.[t] ?? 0);
	return scored.length === 0 ? 0 : Math.max(0, total / scored.length);
}
