import type { Objective } from "../objective.ts";
import { margin, minusLogSigmoid, pairsAlone, sidesOf } from "./pairs.ts";

/**
 * A reward model (Bradley-Terry): -log sigma(r_w - r_l) with r a scalar read at the answer's last token, over pairs.
 * `centre` times (r_w + r_l)^2 is added (arXiv 2312.09244): the loss sees differences alone, and rewards drift without it.
 */
export function rewardModel({
	centre,
}: {
	readonly centre: number;
}): Objective<"file"> {
	return {
		name: "reward-model",
		rows: "file",
		trains: "reward",
		needs: pairsAlone,
		prepass: null,
		steers: null,
		loss(ops, policy, _reference, { pairValid }) {
			const reward = sidesOf(ops, policy.reward());
			const loss = minusLogSigmoid(ops, margin(ops, reward));
			const both = ops.add(reward.chosen, reward.rejected);
			const whole =
				centre === 0
					? loss
					: ops.add(loss, ops.affine(ops.mul(both, both), centre));
			return {
				sum: ops.sum(ops.mul(whole, pairValid)),
				weight: ops.sum(pairValid),
				metrics: {
					chosenReward: ops.mul(reward.chosen, pairValid),
					rejectedReward: ops.mul(reward.rejected, pairValid),
				},
			};
		},
	};
}
