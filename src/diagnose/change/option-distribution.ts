import type { ItemResult, TaskResult } from "../../eval/eval-result.ts";
import {
	meanDistribution,
	type OptionMeasure,
	optionProbabilities,
	softmax,
} from "../options/option-probabilities.ts";

/** The names under which items record whether each way to compare options takes the right one. */
const recorded = [
	["tokens", "normalised"],
	["sum", "raw"],
	["unconditional", "unconditional"],
] as const satisfies readonly (readonly [OptionMeasure, string])[];

/** How the options of a task are compared: the way whose recorded scores are those of the items. */
export function measureOf({ items }: Pick<TaskResult, "items">): OptionMeasure {
	const scored = items.filter(({ score }) => score !== null);
	const found = recorded.find(([, name]) =>
		scored.every(({ score, details }) => details[name] === score),
	);
	return found?.[0] ?? "tokens";
}

/**
 * Probabilities of the options of an item in the order of its row; null if they were not recorded. Log-probabilities per token
 * are multiplied by the mean number of tokens of the options first: otherwise a distribution over long options would be
 * flatter than what the model says of whole options.
 */
export function distributionOf(
	item: Pick<ItemResult, "score" | "options">,
	measure: OptionMeasure,
): readonly number[] | null {
	const { options } = item;
	if (measure !== "tokens" || options === undefined || item.score === null)
		return optionProbabilities(item, measure);
	const { scores } = options;
	const tokens =
		scores.reduce((sum, one) => sum + one.tokens, 0) / scores.length;
	return softmax(scores.map((one) => (one.logProb / one.tokens) * tokens));
}

/** Mean of the distributions of several askings of one row; null if one of them has none, or for no asking. */
export function meanOverAskings(
	items: readonly ItemResult[],
	measure: OptionMeasure,
): readonly number[] | null {
	const all = items.map((item) => distributionOf(item, measure));
	const [first] = all;
	const alike = all.every(
		(one) => one !== null && one.length === first?.length,
	);
	return alike ? meanDistribution(all as readonly (readonly number[])[]) : null;
}

export { rowOf } from "../probe/analysis/askings.ts";
