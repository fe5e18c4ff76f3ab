import { costOf } from "../../../studies/budget/allocation.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { isNear } from "../view/cells-near.ts";

/** Whether pairs lose something on an untouched base, beyond chance. */
export function hasPenalty({ result }: BudgetView): boolean {
	return result.coldStart !== null && result.coldStart.penalty.high < 0;
}

/** Pairs alone against a part of the same money for demonstrations first, as they were measured. */
function sameCost(
	{ result, texts, figures, count }: BudgetView,
	measured: NonNullable<BudgetView["result"]["coldStart"]>["measured"],
): string[] {
	const { cold, shared } = texts;
	const alone = measured.findLast(({ demonstrations }) => demonstrations === 0);
	if (alone === undefined) return [];
	const cost = costOf(alone, result.prices);
	const warm = measured.findLast(
		(one) => one.demonstrations > 0 && isNear(costOf(one, result.prices), cost),
	);
	if (warm === undefined) return [];
	return [
		cold.sameCost({
			alone: shared.somePairs(count(alone.pairs)),
			before: figures.valueWithUnit(alone.score.value),
			first: shared.someDemonstrations(count(warm.demonstrations)),
			second: shared.somePairs(count(warm.pairs)),
			after: figures.valueWithUnit(warm.score.value),
		}),
	];
}

/** What is known of the cold start; empty if pairs or demonstrations were never measured. */
export function coldSentences(view: BudgetView): string[] {
	const { result, texts, figures, count } = view;
	const { cold, shared } = texts;
	if (result.coldStart === null) return [];
	const { pairs, penalty, half, mostly, measured } = result.coldStart;
	const some = shared.somePairs(count(pairs));
	const { value, low, high } = penalty;
	const found = hasPenalty(view)
		? cold.penalty({
				pairs: some,
				amount: figures.amount(Math.abs(value)),
				interval: figures.interval({ value: -value, low: -high, high: -low }),
			})
		: (low > 0 ? cold.less : cold.noPenalty)({
				pairs: some,
				change: figures.change(value),
				interval: figures.changeInterval(penalty),
			});
	const recovers =
		hasPenalty(view) && half !== null && mostly !== null
			? [
					cold.recovers({
						half: count(half.value),
						mostly: count(mostly.value),
					}),
				]
			: [];
	return [
		...sameCost(view, measured),
		found,
		...recovers,
		...(measured.length === 0 ? [cold.unmeasured] : []),
	];
}
