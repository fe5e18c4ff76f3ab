import { imitation, type Objective } from "../objective.ts";

/**
 * The p-family (arXiv 2510.00526): (1 - p^q) / q for each answer token, divided by the answer tokens of the step. Its
 * gradient is that of NLL times p^q, so q towards 0 is SFT and q = 1 has the gradient of DFT; a larger q learns only
 * from what is likely already.
 */
export function pFamily({ q }: { readonly q: number }): Objective<"file"> {
	return {
		name: "p-family",
		rows: "file",
		trains: "policy",
		needs: imitation,
		prepass: null,
		steers: null,
		loss(ops, policy, _reference, { valid }) {
			const power = ops.exp(ops.affine(policy.logProb, q));
			const values = ops.affine(power, -1 / q, 1 / q);
			return {
				sum: ops.sum(ops.mul(values, valid)),
				weight: ops.sum(valid),
				metrics: { tokenWeight: ops.mul(power, valid) },
			};
		},
	};
}
