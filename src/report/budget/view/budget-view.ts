import type { Estimate } from "../../../stats/estimate.ts";
import type { Allocation } from "../../../studies/budget/allocation.ts";
import type { BudgetResult } from "../../../studies/budget/budget-result.ts";
import { clean } from "../../page/language/clean.ts";
import { type Figures, figuresOf } from "../../page/language/figures.ts";
import type { Language } from "../../page/language/language.ts";
import { countText, roundText } from "../../page/language/number-text.ts";
import { shortName } from "../../page/language/short-name.ts";
import { type BudgetTexts, budgetTexts } from "../budget-texts.ts";

/** A result with everything that the sections need to describe it in one language. */
export interface BudgetView {
	readonly result: BudgetResult;
	readonly texts: BudgetTexts;
	/** Numbers of the target. */
	readonly figures: Figures;
	/** `problems, accuracy, %`. */
	readonly scoreAxis: string;
	/** `1,200`. */
	count(value: number): string;
	/** An amount in the unit of the budgets: `1,200 EUR`. */
	money(value: number): string;
	/** The same without its unit. */
	amount(value: number): string;
	/** `61%`. */
	percent(share: number): string;
	/** `45 to 72%`. */
	percents(interval: { readonly low: number; readonly high: number }): string;
	/** `400 demonstrations and 300 preference pairs`. */
	split(allocation: Allocation): string;
	/** `71.2% (69.0 to 73.4)`; a dash for null. */
	score(estimate: Estimate | null): string;
	/** `+2.1 (+0.4 to +3.8)`; a dash for null. */
	change(estimate: Estimate | null): string;
	/** An estimate in the units that charts show. */
	scaled(estimate: Estimate): Estimate;
}

function estimatesOf({ base, cells, answers }: BudgetResult): Estimate[] {
	return [
		base,
		...cells.map(({ score }) => score),
		...answers.map(({ score }) => score),
	].flatMap((estimate) => estimate ?? []);
}

export function budgetView(
	original: BudgetResult,
	language: Language,
): BudgetView {
	const result = clean(original);
	const texts = budgetTexts(language);
	const { shared } = texts;
	const { target } = result;
	const figures = figuresOf(
		{ ...target, estimates: estimatesOf(result) },
		texts,
	);
	const unit = Object.hasOwn(shared.units, result.unit)
		? shared.units[result.unit]!
		: shortName(result.unit);
	const count = (value: number) => countText(language, value);
	const amount = (value: number) =>
		value >= 100
			? count(value)
			: roundText(
					language,
					value < 0.1 ? value : Math.round(value * 100) / 100,
				);
	const whole = (share: number) => String(Math.round(share * 100));
	return {
		result,
		texts,
		figures,
		scoreAxis: shared.scoreAxis({
			axis: shortName(target.name),
			unit: shortName(figures.unit),
		}),
		count,
		amount,
		money: (value) => texts.amount(amount(value), unit),
		percent: (share) => `${whole(share)}%`,
		percents: ({ low, high }) => `${texts.interval(whole(low), whole(high))}%`,
		split: ({ demonstrations, pairs }) =>
			shared.split(
				shared.someDemonstrations(count(demonstrations)),
				shared.somePairs(count(pairs)),
			),
		score: (estimate) =>
			estimate === null
				? "–"
				: `${figures.value(estimate.value)} (${figures.interval(estimate)})`,
		change: (estimate) =>
			estimate === null
				? "–"
				: `${figures.change(estimate.value)} (${figures.changeInterval(estimate)})`,
		scaled: ({ value, low, high }) => ({
			value: value * figures.scale,
			low: low * figures.scale,
			high: high * figures.scale,
		}),
	};
}
