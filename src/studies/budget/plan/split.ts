import type { Allocation } from "../allocation.ts";
import { type Range, smallest, timesCount } from "./amount.ts";
import { paper } from "./rules.ts";
import type { Terms } from "./terms.ts";

/** What limits a split besides the budget. */
export interface SplitLimits {
	readonly inHand: Allocation;
	/** Share of pairs from 10,000 examples on. */
	readonly pairShare: number;
	/** Most pairs for each demonstration; null if there is no limit. */
	readonly pairsPerDemonstration: number | null;
}

/**
 * Demonstrations among so many examples by the rules: all of them up to 1,000, the share of the paper from 10,000, and in
 * between 1000 (N / 1000)^a, the straight line on logarithmic axes, which falls in neither kind as N grows.
 */
export function ruledDemonstrations(
	examples: number,
	pairShare: number,
): number {
	const { alone, mixed } = paper;
	if (examples <= alone) return examples;
	const share = 1 - pairShare;
	if (examples >= mixed) return Math.round(share * examples);
	const power = Math.log((share * mixed) / alone) / Math.log(mixed / alone);
	return Math.round(alone * (examples / alone) ** power);
}

/** The split of so many examples in all, by the rules as far as rows in hand and what can be bought allow. */
export function splitOf(
	examples: number,
	{ uses }: Pick<Terms, "uses">,
	{ inHand, pairShare }: Pick<SplitLimits, "inHand" | "pairShare">,
): Allocation {
	const most = examples - inHand.pairs;
	const ruled =
		uses.pair === null ? most : ruledDemonstrations(examples, pairShare);
	const demonstrations =
		uses.demonstration === null
			? inHand.demonstrations
			: Math.min(most, Math.max(inHand.demonstrations, ruled));
	return { demonstrations, pairs: examples - demonstrations };
}

/** How much so many more rows use or cost. */
export function rangeOfRows(rows: Allocation, prices: Terms["uses"]): Range {
	const none: Range = { low: 0n, high: 0n };
	const demonstrations =
		prices.demonstration === null
			? none
			: timesCount(prices.demonstration, rows.demonstrations);
	const pairs =
		prices.pair === null ? none : timesCount(prices.pair, rows.pairs);
	return {
		low: demonstrations.low + pairs.low,
		high: demonstrations.high + pairs.high,
	};
}

export const less = (a: Allocation, b: Allocation): Allocation => ({
	demonstrations: a.demonstrations - b.demonstrations,
	pairs: a.pairs - b.pairs,
});

export const examplesOf = ({ demonstrations, pairs }: Allocation): number =>
	demonstrations + pairs;

/**
 * The largest number of examples in all, rows in hand included, whose split can be paid at one end of the prices. The cost
 * grows with it, so that it is found by bisection.
 */
export function affordableExamples(
	terms: Pick<Terms, "budget" | "uses">,
	limits: SplitLimits,
	end: keyof Range,
): number {
	const { inHand, pairsPerDemonstration } = limits;
	const fits = (examples: number): boolean => {
		const split = splitOf(examples, terms, limits);
		if (
			pairsPerDemonstration !== null &&
			split.pairs > pairsPerDemonstration * split.demonstrations
		)
			return false;
		const used = rangeOfRows(less(split, inHand), terms.uses)[end];
		return used <= terms.budget;
	};
	let low = examplesOf(inHand);
	const prices = [terms.uses.demonstration, terms.uses.pair].flatMap((price) =>
		price === null ? [] : [price[end]],
	);
	let high = low + Number(terms.budget / smallest(prices)) + 1;
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (fits(middle)) low = middle;
		else high = middle;
	}
	return low;
}
