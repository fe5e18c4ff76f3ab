import { preferenceBeta } from "../imitation/sum-factor.ts";
import type { Objective } from "../objective.ts";
import {
	minusLogSigmoid,
	onBoth,
	pairObjective,
	pairsWithReference,
} from "./pairs.ts";

/**
 * MinorDPO (arXiv 2408.09834): -log sigma(beta Delta_w - beta max(0, Delta_l)), over pairs. A rejected answer that is
 * already less likely than under the reference is pushed no further. At the reference itself the gate is open: value and
 * gradient are DPO's.
 */
export function minorDpo({
	beta,
	sft,
}: {
	readonly beta: number;
	readonly sft: number;
}): Objective<"file"> {
	return pairObjective(
		{
			name: "minor-dpo",
			rows: "file",
			needs: pairsWithReference,
			sft,
			sumFactor: preferenceBeta,
		},
		(ops, { gain }) => {
			const reward = onBoth(gain, (side) => ops.affine(side, beta));
			const gated = ops.clamp(reward.rejected, 0, null);
			const logit = ops.sub(reward.chosen, gated);
			return { loss: minusLogSigmoid(ops, logit), reward };
		},
	);
}
