import { imitation, type Objective } from "../objective.ts";

/** Negative log-likelihood of the answer tokens, divided by their number in the step. */
export function sft(): Objective<"file"> {
	return {
		name: "sft",
		rows: "file",
		trains: "policy",
		needs: imitation,
		prepass: null,
		steers: null,
		loss(ops, policy, _reference, { valid }) {
			return {
				sum: ops.neg(ops.sum(ops.mul(policy.logProb, valid))),
				weight: ops.sum(valid),
				metrics: { tokenWeight: valid },
			};
		},
	};
}
