import { type AnswerScores, imitation, type Objective } from "../objective.ts";

/** Below this many nats tau no longer matters: the weights are 1 where p is, and the floor elsewhere. */
const leastTemperature = 1e-6;

/**
 * Token-adaptive loss reweighting (arXiv 2509.20758): each answer token's NLL times w = max(p^(1/tau), floor), detached,
 * divided by the answer tokens of the step. tau is the median over the step's answers of their mean NLL, so that the
 * better a model knows its data, the harder the unlikely tokens are held back.
 */
export function talr({ floor }: { readonly floor: number }): Objective<"file"> {
	return {
		name: "talr",
		rows: "file",
		trains: "policy",
		needs: imitation,
		prepass: { answers: "own", summarise: medianLoss },
		steers: null,
		loss(ops, policy, _reference, { valid, statistic }) {
			const power = ops.exp(ops.div(policy.logProb, statistic));
			const floored = ops.clamp(power, floor, null);
			const weight = ops.stopGradient(ops.mul(floored, valid));
			return {
				sum: ops.neg(ops.sum(ops.mul(policy.logProb, weight))),
				weight: ops.sum(valid),
				metrics: { tokenWeight: weight },
			};
		},
	};
}

/** Median of the answers' mean NLL, above 0; 1 if there are no answers. */
function medianLoss(answers: readonly AnswerScores[]): number {
	const losses = answers
		.filter(({ logProb }) => logProb.length > 0)
		.map(({ logProb }) => {
			let total = 0;
			for (let t = 0; t < logProb.length; t++) total -= logProb[t] as number;
			return total / logProb.length;
		})
		.sort((a, b) => a - b);
	const middle = losses.length / 2;
	const low = losses[Math.ceil(middle) - 1];
	const high = losses[Math.floor(middle)];
	if (low === undefined || high === undefined) return 1;
	return Math.max((low + high) / 2, leastTemperature);
}
