import { RandomStream } from "../../../src/core/random.ts";
import { z95 } from "../../../src/stats/estimate.ts";
import {
	type Allocation,
	type Observation,
	pairShare,
	type Trial,
} from "../../../src/studies/budget/allocation.ts";
import type { Question } from "../../../src/studies/budget/buy/step.ts";
import type { Truth } from "./truths.ts";

/** In the unit of the price of a demonstration. */
export const budgets = [200, 1000, 5000, 20_000] as const;
/** Shares of a budget's cost that go to pairs, among which the best is sought. */
export const shares = [
	0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.85, 0.9, 0.95, 0.975, 0.99, 1,
];
/** Those of the full grid. */
export const gridShares = [0, 0.25, 0.5, 0.75, 1];
export const seeds = [0, 1, 2] as const;
export const questions = 200;

/** One repeat of one truth: its trials can be measured, always with the same result. */
export interface World {
	readonly truth: Truth;
	readonly repeat: number;
	readonly question: Question;
	measure(trial: Trial): Observation;
}

export function splitOf(
	truth: Truth,
	budget: number,
	share: number,
): Allocation {
	return {
		demonstrations: Math.floor(
			((1 - share) * budget) / truth.prices.demonstration,
		),
		pairs: Math.floor((share * budget) / truth.prices.pair),
	};
}

export const splitsOf = (truth: Truth, budget: number): Allocation[] =>
	shares.map((share) => splitOf(truth, budget, share));

/** Right answers of 200 questions, of a model whose seed moved it away from the mean of its allocation. */
function measure(truth: Truth, repeat: number, trial: Trial): Observation {
	const { demonstrations, pairs, seed } = trial;
	const key = `${truth.name} ${demonstrations} ${pairs} ${seed}`;
	const stream = new RandomStream(repeat, key);
	const moved = truth.score(trial) + truth.seedNoise * stream.normal();
	const chance = Math.min(1, Math.max(0, moved));
	let right = 0;
	for (let i = 0; i < questions; i++) if (stream.uniform() < chance) right++;
	return { ...trial, score: right / questions };
}

export function worldOf(truth: Truth, repeat: number, batch: number): World {
	return {
		...{ truth, repeat },
		question: {
			...{ budgets, seeds, batch, prices: truth.prices },
			splits: (budget) => splitsOf(truth, budget),
			candidates: budgets.flatMap((budget) => splitsOf(truth, budget)),
			// Evaluation and start of a trial take as long as 2,000 rows; a pair has two answers.
			cost: ({ demonstrations, pairs }) => 2000 + demonstrations + 2 * pairs,
			stop: { regret: null, interval: null, trials: null },
		},
		measure: (trial) => measure(truth, repeat, trial),
	};
}

/** Scores of the best and the worst split of a budget. */
export interface Range {
	readonly best: number;
	readonly worst: number;
}

export function rangeOf(truth: Truth, budget: number): Range {
	const scores = splitsOf(truth, budget).map((split) => truth.score(split));
	return { best: Math.max(...scores), worst: Math.min(...scores) };
}

/** Splits of which none is better than another by more than this count as equally good: a tenth of a point. */
const tie = 0.001;

/** Shares of the best splits of a budget: more than one if they are equally good. */
export function bestShares(truth: Truth, budget: number): number[] {
	const { best } = rangeOf(truth, budget);
	return splitsOf(truth, budget)
		.filter((split) => best - truth.score(split) <= tie)
		.map((split) => pairShare(split, truth.prices));
}

/**
 * Half the width of the 95% interval of the difference of two splits in the full grid, each measured with every seed. Splits
 * of a budget whose range is smaller cannot be told apart by the grid, so regret is divided by this instead of the range.
 */
export function leastRange(truth: Truth): number {
	const half = 0.5;
	const variance = (half * half) / questions + truth.seedNoise ** 2;
	return z95 * Math.sqrt((2 * variance) / seeds.length);
}

export interface Regret {
	/** In points of a share. */
	readonly absolute: number;
	/** As a part of the range of the budget's splits, or of the least range if that is larger. */
	readonly relative: number;
	/** As a part of the range, however small; 0 if all splits are equal. */
	readonly strict: number;
}

/** What a split loses against the best of its budget. */
export function regretOf(
	truth: Truth,
	budget: number,
	split: Allocation,
): Regret {
	const { best, worst } = rangeOf(truth, budget);
	const absolute = best - truth.score(split);
	const range = best - worst;
	return {
		absolute,
		relative: absolute / Math.max(range, leastRange(truth)),
		strict: range > 0 ? absolute / range : 0,
	};
}
