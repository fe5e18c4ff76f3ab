import { quantile } from "simple-statistics";
import type { Estimate } from "../../../stats/estimate.ts";
import { type Allocation, type Prices, pairShare } from "../allocation.ts";
import type { Surface } from "../surface/surface.ts";
import type { Question } from "./step.ts";

/** The best split of a budget, with what is known of it. */
export interface Recommendation extends Allocation {
	/** Share of the cost that goes to pairs. */
	readonly share: number;
	/** The share of the best split lies in here with a probability of 90%. */
	readonly shareInterval: { readonly low: number; readonly high: number };
	/** Mean score, with a 95% interval. */
	readonly score: Estimate;
	/** How much better the best split may be, in points of the score: mean and 95% quantile. */
	readonly regret: { readonly mean: number; readonly high: number };
}

/** Splits whose scores differ by less than this part of the deviation between seeds are taken for equally good. */
const indifference = 0.1;

/**
 * The split of a budget with the highest mean score under the surface. Equal means: the first of `question.splits`. Throws if the
 * budget has no split.
 */
export function recommend(
	surface: Surface,
	question: Pick<Question, "splits" | "prices">,
	budget: number,
): Recommendation {
	const splits = question.splits(budget);
	return recommendAmong(
		splits,
		surface.draws(splits),
		question.prices,
		surface.seedNoise,
	);
}

/** As `recommend`, from draws at the splits: one array for each draw. */
export function recommendAmong(
	splits: readonly Allocation[],
	draws: readonly Float64Array[],
	prices: Prices,
	seedNoise: number,
): Recommendation {
	const means = splits.map(
		(_, i) =>
			draws.reduce((sum, draw) => sum + (draw[i] as number), 0) / draws.length,
	);
	const best = means.indexOf(Math.max(...means));
	const split = splits[best];
	if (split === undefined) throw new Error("a budget without a split");
	const regrets = draws.map(
		(draw) => Math.max(...draw) - (draw[best] as number),
	);
	const scores = draws.map((draw) => draw[best] as number);
	return {
		demonstrations: split.demonstrations,
		pairs: split.pairs,
		share: pairShare(split, prices),
		shareInterval: shareInterval(
			splits.map((at) => pairShare(at, prices)),
			draws,
			indifference * seedNoise,
		),
		score: {
			value: means[best] as number,
			low: quantile(scores, 0.025),
			high: quantile(scores, 0.975),
		},
		regret: {
			mean: regrets.reduce((sum, x) => sum + x, 0) / regrets.length,
			high: quantile(regrets, 0.95),
		},
	};
}

/**
 * Central 90% of the share of the best split. Every draw counts once, divided equally among the splits that are within
 * `tolerance` of its best, so that a flat optimum gives a wide interval.
 */
function shareInterval(
	shares: readonly number[],
	draws: readonly Float64Array[],
	tolerance: number,
): { low: number; high: number } {
	const mass = new Float64Array(shares.length);
	for (const draw of draws) {
		const least = Math.max(...draw) - tolerance;
		const good = [...shares.keys()].filter((i) => (draw[i] as number) >= least);
		for (const i of good) mass[i] = (mass[i] as number) + 1 / good.length;
	}
	const order = [...shares.keys()].toSorted(
		(i, j) => (shares[i] as number) - (shares[j] as number),
	);
	const tail = 0.05 * draws.length;
	const reach = (indices: readonly number[]) => {
		let sum = 0;
		for (const i of indices) {
			sum += mass[i] as number;
			if (sum >= tail) return shares[i] as number;
		}
		return shares[indices.at(-1) as number] as number;
	};
	return { low: reach(order), high: reach(order.toReversed()) };
}
