import type { Value } from "../../graph/graph.ts";
import type { Ops } from "../../graph/ops.ts";
import { type BatchShape, imitation, type Objective } from "../objective.ts";

export interface DftOptions {
	/** Smallest weight, max(p, floor); null leaves p as it is. */
	readonly floor: number | null;
	/** Gives turn-ending tokens weight 1, so that the model does not forget to stop. */
	readonly keepEnd: boolean;
}

/**
 * Dynamic fine-tuning (arXiv 2508.05629, equation 9): each answer token's NLL times its own detached probability,
 * divided by the answer tokens of the step. Its gradient is that of the sum of 1 - p.
 */
export function dft(options: DftOptions): Objective<"file"> {
	return {
		name: "dft",
		rows: "file",
		trains: "policy",
		needs: imitation,
		prepass: null,
		steers: null,
		loss(ops, policy, _reference, batch) {
			const weight = dftWeight(ops, policy.logProb, batch, options);
			return {
				sum: ops.neg(ops.sum(ops.mul(policy.logProb, weight))),
				weight: ops.sum(batch.valid),
				metrics: { tokenWeight: weight },
			};
		},
	};
}

/** The detached weight of each token, [S]; 0 for blank ones. */
export function dftWeight(
	ops: Ops,
	logProb: Value,
	{ valid, ends }: Pick<BatchShape, "valid" | "ends">,
	{ floor, keepEnd }: DftOptions,
): Value {
	const p = ops.exp(logProb);
	const floored = floor === null ? p : ops.clamp(p, floor, null);
	const kept = keepEnd
		? ops.add(floored, ops.mul(ends, ops.affine(floored, -1, 1)))
		: floored;
	return ops.stopGradient(ops.mul(kept, valid));
}
