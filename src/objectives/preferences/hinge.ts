import { preferenceBeta } from "../imitation/sum-factor.ts";
import type { Objective } from "../objective.ts";
import { margin, onBoth, pairObjective, pairsWithReference } from "./pairs.ts";

/**
 * The hinge on the margin (SLiC, arXiv 2305.10425, with rewards relative to a reference as arXiv 2309.06657 has it):
 * max(0, 1 - beta h) with h = Delta_w - Delta_l, over pairs. A pair whose margin is 1 / beta or more teaches nothing
 * further.
 */
export function hinge({
	beta,
	sft,
}: {
	readonly beta: number;
	readonly sft: number;
}): Objective<"file"> {
	return pairObjective(
		{
			name: "hinge",
			rows: "file",
			needs: pairsWithReference,
			sft,
			sumFactor: preferenceBeta,
		},
		(ops, { gain }) => {
			const reward = onBoth(gain, (side) => ops.affine(side, beta));
			const short = ops.affine(margin(ops, reward), -1, 1);
			return { loss: ops.clamp(short, 0, null), reward };
		},
	);
}
