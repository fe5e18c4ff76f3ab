import { imitation, type Objective, required } from "../objective.ts";

/**
 * Proximal SFT (arXiv 2508.17784): -min(r, clip(r, 1 - low, 1 + high)) for each answer token, divided by the answer
 * tokens of the step, where r = pi / pi_old and pi_old is the policy at the start of the round. A token that has become
 * 1 + high times as likely in this round teaches nothing more. `low` has no option: below 1 the smaller of the two is
 * always r itself. At the start of a round the gradient is SFT's.
 */
export function psft({
	high,
}: {
	readonly high: number;
}): Objective<"snapshot"> {
	return {
		name: "psft",
		rows: "snapshot",
		trains: "policy",
		needs: { ...imitation, reference: "tokens", referenceOf: "round" },
		prepass: null,
		steers: null,
		loss(ops, policy, reference, { valid }) {
			const old = required(reference, "psft");
			const gain = ops.sub(policy.logProb, old.logProb);
			// The limit comes before the exponential, which would overflow.
			const limited = ops.clamp(gain, null, Math.log(1 + high));
			const ratio = ops.exp(limited);
			const clipped = ops.mul(ops.greater(gain, limited), valid);
			const free = ops.sub(valid, clipped);
			return {
				sum: ops.neg(ops.sum(ops.mul(ratio, valid))),
				weight: ops.sum(valid),
				metrics: { tokenWeight: ops.mul(ratio, free), clipped },
			};
		},
	};
}
