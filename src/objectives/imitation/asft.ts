import { imitation, type Objective, required, times } from "../objective.ts";
import { type DftOptions, dftWeight } from "./dft.ts";

export interface AsftOptions extends DftOptions {
	/** Strength of the anchor; null leaves it to a leash. */
	readonly lambda: number | null;
}

/**
 * Anchored SFT (arXiv 2509.23753): DFT's loss, each answer token's NLL times its own detached probability, plus lambda
 * KL(pi_ref || pi) over the whole vocabulary at the same places; divided by the answer tokens of the step.
 */
export function asft({ lambda, ...options }: AsftOptions): Objective<"file"> {
	return {
		name: "asft",
		rows: "file",
		trains: "policy",
		needs: { ...imitation, reference: "distribution" },
		prepass: null,
		steers: { option: "lambda", start: 0.05, least: 1e-3, most: 1000 },
		loss(ops, policy, reference, batch) {
			const { valid } = batch;
			const weight = dftWeight(ops, policy.logProb, batch, options);
			const kl = ops.mul(required(reference, "asft").kl(), valid);
			const imitated = ops.mul(policy.logProb, weight);
			return {
				sum: ops.sum(ops.sub(times(ops, kl, lambda, batch), imitated)),
				weight: ops.sum(valid),
				metrics: { tokenWeight: weight, kl },
			};
		},
	};
}
