import type { ItemResult, OptionScore } from "../../eval/eval-result.ts";

/** How the scores of options are compared: as sums over tokens, per token, or relative to the likelihood without the question. */
export type OptionMeasure = "sum" | "tokens" | "unconditional";

/**
 * Probabilities of the options of an item, in the order of its row, as a softmax over their scores [options]. Null if the item
 * has no score, if its result was written before options were recorded, or if what is asked for was not measured.
 */
export function optionProbabilities(
	{ score, options }: Pick<ItemResult, "score" | "options">,
	measure: OptionMeasure,
): readonly number[] | null {
	if (score === null || options === undefined) return null;
	const logits = options.scores.map((one) => logitOf(one, measure));
	return logits.includes(null) ? null : softmax(logits as readonly number[]);
}

function logitOf(
	{ logProb, tokens, unconditional }: OptionScore,
	measure: OptionMeasure,
): number | null {
	switch (measure) {
		case "sum":
			return logProb;
		case "tokens":
			return logProb / tokens;
		case "unconditional":
			return unconditional === null ? null : logProb - unconditional;
		default:
			return measure satisfies never;
	}
}

/** Softmax with a temperature, 1 by default. */
export function softmax(
	logits: readonly number[],
	temperature = 1,
): readonly number[] {
	const top = Math.max(...logits);
	const powers = logits.map((logit) => Math.exp((logit - top) / temperature));
	const sum = powers.reduce((total, one) => total + one, 0);
	return powers.map((power) => power / sum);
}

/** Mean of several distributions over the same options, such as those of several orders; null for none. */
export function meanDistribution(
	all: readonly (readonly number[])[],
): readonly number[] | null {
	const [first] = all;
	if (first === undefined) return null;
	return first.map(
		(_, i) =>
			all.reduce((total, one) => total + (one[i] as number), 0) / all.length,
	);
}
