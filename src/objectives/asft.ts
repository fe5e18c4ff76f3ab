import { type DftOptions, dftWeight } from "./dft.ts";
import { imitation, type Objective, required } from "./objective.ts";

export interface AsftOptions extends DftOptions {
	/** Strength of the anchor. */
	readonly lambda: number;
}

/**
 * Anchored SFT (arXiv 2509.23753): DFT's loss, each answer token's NLL times its own detached probability, plus lambda
 * KL(pi_ref || pi) over the whole vocabulary at the same places; divided by the answer tokens of the step.
 */
export function asft({ lambda, ...options }: AsftOptions): Objective {
	return {
		name: "asft",
		needs: { ...imitation, reference: "distribution" },
		prepass: null,
		loss(ops, policy, reference, batch) {
			const { valid } = batch;
			const weight = dftWeight(ops, policy.logProb, batch, options);
			const kl = ops.mul(required(reference, "asft").kl(), valid);
			const imitated = ops.mul(policy.logProb, weight);
			return {
				sum: ops.sum(ops.sub(ops.affine(kl, lambda), imitated)),
				weight: ops.sum(valid),
				metrics: { tokenWeight: weight, kl },
			};
		},
	};
}
