import { imitation, type Objective } from "../objective.ts";

/** Entropy is taken over as many of the likeliest words. */
const words = 20;
/** The smallest normal float32: what is certain has a logarithm all the same. */
const least = 1.2e-38;

/**
 * Entropy-adaptive fine-tuning (arXiv 2601.02151): each answer token's NLL times w = (H / ln 20)^alpha, detached, divided
 * by the answer tokens of the step. H is the entropy of the 20 likeliest words, renormalised: what the model is sure of,
 * it is not made to give up.
 */
export function eaft({ alpha }: { readonly alpha: number }): Objective<"file"> {
	return {
		name: "eaft",
		rows: "file",
		trains: "policy",
		needs: imitation,
		prepass: null,
		steers: null,
		loss(ops, policy, _reference, { valid }) {
			const share = ops.affine(policy.topEntropy(words), 1 / Math.log(words));
			const gate =
				alpha === 1
					? share
					: ops.exp(ops.affine(ops.log(ops.clamp(share, least, null)), alpha));
			const weight = ops.stopGradient(ops.mul(gate, valid));
			return {
				sum: ops.neg(ops.sum(ops.mul(policy.logProb, weight))),
				weight: ops.sum(valid),
				metrics: { tokenWeight: weight },
			};
		},
	};
}
