import { preferenceBeta } from "../imitation/sum-factor.ts";
import type { Objective } from "../objective.ts";
import { type DpoOptions, logistic } from "../preferences/dpo.ts";
import { pairObjective, pairsWithReference } from "../preferences/pairs.ts";

/**
 * Implicit reward learning from demonstrations, IRFT (arXiv 2405.17888): -log sigma(beta (Delta(y) - Delta(y~))) over pairs
 * of a demonstration y, chosen, and a sample y~ of the policy, rejected. Delta is relative to the policy at the start of
 * the round, which drew the sample. With one round for each pass over the data it is SPIN (arXiv 2401.01335).
 */
export function irft({
	beta,
	labelSmoothing,
	sft,
}: DpoOptions): Objective<"pairs"> {
	const needs = {
		...pairsWithReference,
		referenceOf: "round",
	} as const;
	return pairObjective(
		{ name: "irft", rows: "pairs", needs, sft, sumFactor: preferenceBeta },
		(ops, { gain }) => logistic(ops, gain, { beta, labelSmoothing }),
	);
}
