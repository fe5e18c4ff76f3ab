import type { Objective } from "../objective.ts";
import {
	margin,
	minusLogSigmoid,
	onBoth,
	pairObjective,
	pairsAlone,
	perLength,
} from "./pairs.ts";

export interface SimpoOptions {
	readonly beta: number;
	/** The margin that is asked for, in units of the reward. The paper's ratio is gamma / beta. */
	readonly gamma: number;
	/** Weight of the chosen answer's mean NLL. */
	readonly sft: number;
}

/**
 * SimPO (arXiv 2405.14734): -log sigma(r_w - r_l - gamma) with r = beta times the mean log-probability of a
 * token of the answer, over pairs. No reference.
 */
export function simpo({ beta, gamma, sft }: SimpoOptions): Objective<"file"> {
	return pairObjective(
		{ name: "simpo", rows: "file", needs: pairsAlone, sft },
		(ops, scores) => {
			const reward = onBoth(perLength(ops, scores), (mean) =>
				ops.affine(mean, beta),
			);
			const logit = ops.affine(margin(ops, reward), 1, -gamma);
			return { loss: minusLogSigmoid(ops, logit), reward };
		},
	);
}
