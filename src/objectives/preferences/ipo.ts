import type { Objective } from "../objective.ts";
import {
	margin,
	onBoth,
	pairObjective,
	pairsWithReference,
	perLength,
} from "./pairs.ts";

/**
 * Identity preference optimisation (arXiv 2310.12036, equation 17), averaged over lengths as its authors and TRL do:
 * (Delta_w / m_w - Delta_l / m_l - 1 / (2 beta))^2, over pairs. The margin is drawn to 1 / (2 beta) nats per token, not
 * to infinity.
 */
export function ipo({
	beta,
	sft,
}: {
	readonly beta: number;
	readonly sft: number;
}): Objective<"file"> {
	return pairObjective(
		{ name: "ipo", rows: "file", needs: pairsWithReference, sft },
		(ops, scores) => {
			const lead = margin(ops, perLength(ops, scores));
			const gap = ops.affine(lead, 1, -1 / (2 * beta));
			return {
				loss: ops.mul(gap, gap),
				reward: onBoth(scores.gain, (side) => ops.affine(side, beta)),
			};
		},
	);
}
