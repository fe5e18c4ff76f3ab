import type { Value } from "../../graph/graph.ts";
import type { Ops } from "../../graph/ops.ts";
import type { Objective } from "../objective.ts";
import {
	margin,
	minusLogSigmoid,
	onBoth,
	pairObjective,
	pairsAlone,
	perLength,
} from "./pairs.ts";

/**
 * ORPO (arXiv 2403.07691, equations 6 and 7): the mean NLL per token of the chosen answer, plus lambda times
 * -log sigma(log odds_w - log odds_l), over pairs. odds = p / (1 - p), where log p is the mean log-probability of a token.
 * No reference; the SFT term is part of it.
 */
export function orpo({
	lambda,
}: {
	readonly lambda: number;
}): Objective<"file"> {
	return pairObjective(
		{ name: "orpo", rows: "file", needs: pairsAlone, sft: 1 },
		(ops, scores) => {
			const means = perLength(ops, scores);
			const logit = margin(
				ops,
				onBoth(means, (mean) => logOdds(ops, mean)),
			);
			return {
				loss: ops.affine(minusLogSigmoid(ops, logit), lambda),
				reward: onBoth(means, (mean) => ops.affine(mean, lambda)),
			};
		},
	);
}

/** Nearer to certainty than this, the odds count as no larger, and have no gradient. */
const certain = -1e-6;
/** Where 1 - e^x is taken from a series, since the difference would lose its digits in float32. */
const near = -0.25;

/** x - log(1 - e^x) of log-probabilities x. */
function logOdds(ops: Ops, x: Value): Value {
	const below = ops.clamp(x, null, near);
	const rest = ops.log(ops.affine(ops.exp(below), -1, 1));
	// log(1 - e^x) = log(-x) + log((e^x - 1) / x), and the latter is x/2 + x^2/24 - x^4/2880 + x^6/181440 - ...
	const above = ops.clamp(x, near, certain);
	const square = ops.mul(above, above);
	const outer = ops.affine(square, 1 / 181440, -1 / 2880);
	const inner = ops.affine(ops.mul(square, outer), 1, 1 / 24);
	const smooth = ops.add(ops.affine(above, 0.5), ops.mul(square, inner));
	const series = ops.add(ops.log(ops.neg(above)), smooth);
	const isAbove = ops.greater(x, ops.clamp(x, null, near));
	const chosen = ops.add(
		ops.mul(isAbove, series),
		ops.mul(ops.affine(isAbove, -1, 1), rest),
	);
	return ops.sub(ops.clamp(x, null, certain), chosen);
}
