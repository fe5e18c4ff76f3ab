import type { Value } from "../../graph/graph.ts";
import type { Ops } from "../../graph/ops.ts";
import { preferenceBeta } from "../imitation/sum-factor.ts";
import type { Objective } from "../objective.ts";
import {
	margin,
	minusLogSigmoid,
	onBoth,
	type PairTerms,
	pairObjective,
	pairsWithReference,
	type Sides,
} from "./pairs.ts";

export interface DpoOptions {
	readonly beta: number;
	/** Probability that a pair is labelled the wrong way round, below 0.5. */
	readonly labelSmoothing: number;
	/** Weight of the chosen answer's mean NLL. */
	readonly sft: number;
}

/**
 * Direct preference optimisation (arXiv 2305.18290, equation 7): -log sigma(beta h) with h = Delta_w - Delta_l, over
 * pairs. With label smoothing e (conservative DPO): -(1 - e) log sigma(beta h) - e log sigma(-beta h). ln 2 at the
 * reference.
 */
export function dpo({
	beta,
	labelSmoothing,
	sft,
}: DpoOptions): Objective<"file"> {
	return pairObjective(
		{
			name: "dpo",
			rows: "file",
			needs: pairsWithReference,
			sft,
			sumFactor: preferenceBeta,
		},
		(ops, { gain }) => logistic(ops, gain, { beta, labelSmoothing }),
	);
}

/** -(1 - e) log sigma(beta h) - e log sigma(-beta h) of both answers' Delta, and the rewards beta Delta. */
export function logistic(
	ops: Ops,
	delta: Sides,
	{ beta, labelSmoothing }: Pick<DpoOptions, "beta" | "labelSmoothing">,
): PairTerms {
	const reward = onBoth(delta, (side) => ops.affine(side, beta));
	const logit = margin(ops, reward);
	return { loss: smoothed(ops, logit, labelSmoothing), reward };
}

function smoothed(ops: Ops, logit: Value, share: number): Value {
	const right = minusLogSigmoid(ops, logit);
	if (share === 0) return right;
	const wrong = minusLogSigmoid(ops, ops.neg(logit));
	return ops.add(ops.affine(right, 1 - share), ops.affine(wrong, share));
}
