import type { Estimate } from "../../../../src/stats/estimate.ts";
import { type LabCells, scoresAt, splitOf } from "../cells/lab-cells.ts";
import { contrast, difference, parts, type Weighted } from "./contrast.ts";

/** Something that the paper found or that a control shows, held against one study. */
export interface Finding {
	readonly claim: string;
	/** What the estimate is, in words. */
	readonly measure: string;
	/** In points; above 0 as the paper has it. */
	readonly estimate: Estimate;
	/** Whether the paper claims it; a control only explains. */
	readonly kind: "claim" | "control";
}

export type Verdict = "replicated" | "not replicated" | "reversed";

/** By the 95% interval: above 0, around it or below it. */
export const verdictOf = ({ low, high }: Estimate): Verdict =>
	low > 0 ? "replicated" : high < 0 ? "reversed" : "not replicated";

const points = ({ value, low, high }: Estimate): Estimate => ({
	...{ value: 100 * value, low: 100 * low, high: 100 * high },
});

/** Scores of the cells of a budget that have some of both kinds. */
const mixed = (study: LabCells, budget: number): number[][] =>
	study.ratios
		.filter((ratio) => ratio > 0 && ratio < 1)
		.map((ratio) => scoresAt(study, splitOf(budget, ratio)));

/** Scores of one cell: this share of a budget on demonstrations. */
const at = (study: LabCells, budget: number, ratio: number) => [
	scoresAt(study, splitOf(budget, ratio)),
];

/** What pairs add at each budget: splits with both kinds less demonstrations alone. */
const advantage = (study: LabCells, budget: number, weight: number) => [
	...parts(mixed(study, budget), weight),
	...parts(at(study, budget, 1), -weight),
];

/** The claims of the paper that one study can be asked, and the controls. Throws if a cell is missing. */
export function findingsOf(study: LabCells): Finding[] {
	const [least = 0] = study.budgets;
	const most = study.budgets.at(-1) ?? 0;
	const epochs = (count: number) => [
		scoresAt(study, splitOf(most, 1), `${count} epochs`),
	];
	const both = study.ratios.filter((ratio) => ratio > 0 && ratio < 1);
	const average = both.map((ratio) => [ratio, 1 / both.length] as const);
	/** Ratios of the largest budget with their weights, and other cells: with the deviation of all of them and of the ratios without a weight. */
	const atMost = (
		weights: readonly (readonly [ratio: number, weight: number])[],
		...others: readonly (readonly Weighted[])[]
	) =>
		contrast([
			...[...study.ratios, 0.01, 0.1].map((ratio) => ({
				scores: scoresAt(study, splitOf(most, ratio)),
				weight: new Map(weights).get(ratio) ?? 0,
			})),
			...others.flat(),
		]);
	/** A contrast of every budget, averaged. */
	const overBudgets = (cells: (budget: number) => readonly Weighted[]) =>
		contrast(
			study.budgets.flatMap((budget) =>
				cells(budget).map(({ scores, weight }) => ({
					scores,
					weight: weight / study.budgets.length,
				})),
			),
		);
	const claim = (claim: string, measure: string, estimate: Estimate) => ({
		...{ claim, measure, kind: "claim" as const, estimate: points(estimate) },
	});
	const control = (measure: string, estimate: Estimate) => ({
		...{ claim: "control", measure, kind: "control" as const },
		estimate: points(estimate),
	});
	const twice = 2 * study.epochs;
	const half = study.epochs / 2;
	return [
		claim(
			"Demonstrations alone win when data are few",
			`${least} examples: demonstrations alone less splits with both`,
			difference(at(study, least, 1), mixed(study, least)),
		),
		claim(
			"Pairs gain with the budget",
			`splits with both less demonstrations alone: ${most} examples less ${least}`,
			contrast([...advantage(study, most, 1), ...advantage(study, least, -1)]),
		),
		claim(
			"Cold start",
			"all budgets: splits with both less pairs alone",
			overBudgets((budget) => [
				...parts(mixed(study, budget), 1),
				...parts(at(study, budget, 0), -1),
			]),
		),
		claim(
			"Cold start, largest budget",
			`${most} examples: splits with both less pairs alone`,
			atMost([...average, [0, -1]]),
		),
		claim(
			"Cold start, what the pairs add",
			"all budgets: gain by three quarters of pairs after a quarter of demonstrations, less gain by pairs alone over the base",
			overBudgets((budget) => [
				...parts(at(study, budget, 0.25), 1),
				...parts(at(study, budget / 4, 1), -1),
				...parts(at(study, budget, 0), -1),
				...parts([study.seeds.map(() => study.base)], 1),
			]),
		),
		...[0.01, 0.1, 0.25].map((ratio) =>
			claim(
				`${Math.round(100 * ratio)}% of demonstrations cure it`,
				`${most} examples: with ${Math.round(100 * ratio)}% of demonstrations first less pairs alone`,
				atMost([
					[ratio, 1],
					[0, -1],
				]),
			),
		),
		claim(
			"25% of demonstrations cure it, all budgets",
			"with 25% of demonstrations first less pairs alone",
			overBudgets((budget) => [
				...parts(at(study, budget, 0.25), 1),
				...parts(at(study, budget, 0), -1),
			]),
		),
		control(
			`even split less its ${most / 2} demonstrations alone`,
			atMost([[0.5, 1]], parts(at(study, most / 2, 1), -1)),
		),
		control(
			`even split less demonstrations alone for ${twice} epochs`,
			atMost([[0.5, 1]], parts(epochs(twice), -1)),
		),
		control(
			`demonstrations alone: ${twice} epochs less ${study.epochs}`,
			atMost([[1, -1]], parts(epochs(twice), 1)),
		),
		control(
			`demonstrations alone: ${half} epochs less ${study.epochs}`,
			atMost([[1, -1]], parts(epochs(half), 1)),
		),
	];
}

/** Whether pairs add more to the larger model than to the smaller, over all budgets. */
export function largerLeans(large: LabCells, small: LabCells): Finding {
	const over = (study: LabCells, weight: number) =>
		study.budgets.flatMap((budget) =>
			advantage(study, budget, weight / study.budgets.length),
		);
	return {
		claim: "Larger models lean to pairs",
		measure:
			"splits with both less demonstrations alone, all budgets: larger model less smaller",
		estimate: points(contrast([...over(large, 1), ...over(small, -1)])),
		kind: "claim",
	};
}
