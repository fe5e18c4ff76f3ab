import type { BudgetAnswer } from "../../../studies/budget/budget-result.ts";
import { leanOf } from "../splits/leans.ts";
import type { BudgetView } from "../view/budget-view.ts";

/** Shares of pairs that differ by less than this are about the same. */
const same = 0.05;

/** How the share of pairs moves with the budget, or what to buy if there is one budget. */
export function leadSentence(view: BudgetView): string {
	const { result, texts, money, percent } = view;
	const { lead, nothing } = texts.summary;
	const { answers } = result;
	const first = answers[0];
	const last = answers.at(-1);
	if (first === undefined || last === undefined) return nothing;
	if (first === last) return buySentence(view, first);
	const told = {
		first: money(first.budget),
		last: money(last.budget),
		low: percent(first.share),
		high: percent(last.share),
	};
	const shares = answers.map(({ share }) => share);
	if (shares.every((share) => share === 0)) return lead.demonstrations(told);
	if (shares.every((share) => share === 1)) return lead.pairs(told);
	if (last.share > first.share + same) return lead.rises(told);
	if (last.share < first.share - same) return lead.falls(told);
	const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
	return lead.level({ ...told, low: percent(mean) });
}

/** So many demonstrations and so many pairs, and the score that they are expected to reach. */
function buySentence(view: BudgetView, answer: BudgetAnswer): string {
	const { texts, figures, count } = view;
	const { summary, shared } = texts;
	const { demonstrations, pairs, score } = answer;
	const told = {
		budget: view.money(answer.budget),
		score: figures.valueWithUnit(score.value),
		interval: figures.interval(score),
	};
	if (demonstrations === 0 && pairs === 0) return summary.buyNothing(told);
	if (pairs === 0)
		return summary.buyOne({
			...told,
			kind: shared.someDemonstrations(count(demonstrations)),
			other: summary.otherKind.pairs,
		});
	if (demonstrations === 0)
		return summary.buyOne({
			...told,
			kind: shared.somePairs(count(pairs)),
			other: summary.otherKind.demonstrations,
		});
	return summary.buy({ ...told, split: view.split(answer) });
}

/** What the whole budget reaches if it is spent on one kind alone. */
function comparison(view: BudgetView, answer: BudgetAnswer): string[] {
	const { texts, figures } = view;
	const { summary, shared } = texts;
	const others = (["demonstrationsAlone", "pairsAlone"] as const).flatMap(
		(kind) => {
			const score = answer[kind];
			const isAnswer =
				kind === "demonstrationsAlone"
					? answer.pairs === 0
					: answer.demonstrations === 0;
			return score === null || isAnswer
				? []
				: [
						summary.other({
							kind: shared[kind],
							score: figures.value(score.value),
						}),
					];
		},
	);
	return others.length === 0 ? [] : [summary.compared(texts.list(others))];
}

/** What to buy with a budget: the purchase, and what is known of it. */
export interface Buy {
	readonly lead: string;
	readonly rest: readonly string[];
	readonly lean: ReturnType<typeof leanOf>;
}

export function buyOf(view: BudgetView, answer: BudgetAnswer): Buy {
	const { summary } = view.texts;
	const lean = leanOf(answer);
	return {
		lead: buySentence(view, answer),
		rest: [
			summary.share({
				share: view.percent(answer.share),
				interval: view.percents(answer.shareInterval),
			}),
			...comparison(view, answer),
			summary.leans[lean],
			...(answer.limitedByRows ? [summary.limited] : []),
		],
		lean,
	};
}
