import {
	imitation,
	type Objective,
	repeatOverTokens,
	required,
	rowSums,
} from "../objective.ts";

/**
 * Importance-weighted SFT (arXiv 2507.12856): each answer's NLL times a = clip(exp(mean_t log(pi / pi_ref)), 0, most),
 * detached, divided by the answer tokens of the step. Answers that have become likelier count more. At the reference
 * a is 1, and the loss is that of SFT.
 */
export function iwSft({ most }: { readonly most: number }): Objective<"file"> {
	return {
		name: "iw-sft",
		rows: "file",
		trains: "policy",
		needs: { ...imitation, reference: "tokens" },
		prepass: null,
		steers: null,
		loss(ops, policy, reference, batch) {
			const { valid, lengths } = batch;
			const start = required(reference, "iw-sft");
			const gain = ops.mul(ops.sub(policy.logProb, start.logProb), valid);
			const mean = ops.div(rowSums(ops, gain, batch), lengths);
			// The limit comes before the exponential, which would overflow.
			const limited = ops.clamp(mean, null, Math.log(most));
			const importance = ops.stopGradient(ops.exp(limited));
			const weight = repeatOverTokens(ops, importance, batch);
			return {
				sum: ops.neg(ops.sum(ops.mul(policy.logProb, weight))),
				weight: ops.sum(valid),
				metrics: { tokenWeight: valid, rowWeight: importance },
			};
		},
	};
}
