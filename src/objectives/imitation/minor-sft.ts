import {
	imitation,
	type Objective,
	required,
	rowSums,
	times,
} from "../objective.ts";
import { brakeBeta } from "./sum-factor.ts";

export interface MinorSftOptions {
	/** Strength of the brake; null leaves it to a leash. */
	readonly beta: number | null;
}

/**
 * MinorSFT (arXiv 2408.10642): each row's mean NLL times a = 2 sigma(-beta Delta), where Delta is the sum over the
 * answer of log pi - log pi_ref, divided by the number of rows. The weight is detached: the gradient is
 * -E[(2/m) sigma(-beta Delta) grad log pi]. At the reference a is 1, and the loss is the per-row mean of SFT.
 */
export function minorSft({ beta }: MinorSftOptions): Objective<"file"> {
	return {
		name: "minor-sft",
		rows: "file",
		trains: "policy",
		needs: { ...imitation, reference: "tokens" },
		prepass: null,
		// Begins firmly: a brake cannot bring back what has moved.
		steers: { option: "beta", start: 5, least: 1e-3, most: 100 },
		sumFactor: brakeBeta,
		loss(ops, policy, reference, batch) {
			const { valid, lengths, rowValid } = batch;
			const start = required(reference, "minor-sft");
			const gain = ops.mul(ops.sub(policy.logProb, start.logProb), valid);
			const delta = rowSums(ops, gain, batch);
			const throttle = ops.stopGradient(
				ops.affine(ops.sigmoid(ops.neg(times(ops, delta, beta, batch))), 2),
			);
			const logLikelihood = rowSums(ops, ops.mul(policy.logProb, valid), batch);
			const rows = ops.mul(ops.div(logLikelihood, lengths), rowValid);
			return {
				sum: ops.neg(ops.sum(ops.mul(throttle, rows))),
				weight: ops.sum(rowValid),
				metrics: { tokenWeight: valid, rowWeight: throttle },
			};
		},
	};
}
