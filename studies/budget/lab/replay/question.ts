import {
	type Allocation,
	type Observation,
	pairShare,
} from "../../../../src/studies/budget/allocation.ts";
import type { Question } from "../../../../src/studies/budget/buy/step.ts";
import { allocationsOf } from "../../../../src/studies/budget/cells/allocations.ts";
import { type LabCells, meanAt, prices, splitOf } from "../cells/lab-cells.ts";

/** Splits of a budget that the grid measured. */
export const gridSplits = (study: LabCells, budget: number): Allocation[] =>
	study.ratios.map((ratio) => splitOf(budget, ratio));

/** Trials of the grid. */
export const gridTrials = ({ budgets, ratios, seeds }: LabCells): number =>
	budgets.length * ratios.length * seeds.length;

/** What the study asks, among the splits that the grid measured: only those have a mean to hold an answer against. */
export function gridQuestion(study: LabCells, trials: number): Question {
	const { budgets, ratios, seeds, epochs } = study;
	return {
		...{ budgets, prices, seeds: seeds.map((_, i) => i) },
		splits: (budget) => gridSplits(study, budget),
		candidates: allocationsOf(budgets, ratios, prices, () => true),
		// As the product has it: starting and measuring take as long as 200 rows, and a pair has two answers.
		cost: ({ demonstrations, pairs }) =>
			200 + epochs * (demonstrations + 2 * pairs),
		batch: 4,
		stop: { regret: null, interval: null, trials },
	};
}

/** All that a grid study measured, the base too: what its surface is fitted to. */
export const gridObservations = (study: LabCells): Observation[] => [
	{ demonstrations: 0, pairs: 0, seed: 0, score: study.base },
	...study.trials
		.filter(({ control }) => control === null)
		.map(({ demonstrations, pairs, seed, score }) => ({
			...{ demonstrations, pairs, seed, score },
		})),
];

/** The split of a budget with the highest mean in the grid; of equals the one with more demonstrations. */
export function bestInGrid(study: LabCells, budget: number) {
	const splits = gridSplits(study, budget);
	const means = splits.map((at) => meanAt(study, at));
	const best = means.indexOf(Math.max(...means));
	const split = splits[best] as Allocation;
	return {
		split,
		...{ share: pairShare(split, prices), mean: means[best] as number },
		/** Score between the best and the worst split. */
		range: Math.max(...means) - Math.min(...means),
	};
}
