import type { BudgetView } from "../view/budget-view.ts";

/** Whether pairs lose something on an untouched base, beyond chance. */
export function hasPenalty({ result }: BudgetView): boolean {
	return result.coldStart !== null && result.coldStart.penalty.high < 0;
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
		: cold.noPenalty({
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
		found,
		...recovers,
		...(measured.length === 0 ? [cold.unmeasured] : []),
	];
}
