import type { Allocation, Prices } from "../allocation.ts";

/** Shares of pairs among which splits are sought: in steps of 1/20, and finer towards pairs alone, where a cold start is cured. */
export const splitShares: readonly number[] = [
	...Array.from({ length: 20 }, (_, i) => i / 20),
	...[0.97, 0.98, 0.99, 1],
];

/** Prompts of one kind that an amount of money buys, or the rows in hand if that is less; all rows if they cost nothing. */
export function affordable(money: number, price: number, rows: number): number {
	// A quotient that rounding left just below a whole number is that number.
	const bought = price === 0 ? rows : Math.floor(money / price + 1e-9);
	return Math.max(0, Math.min(bought, rows));
}

/**
 * Splits of a budget, ascending by share of pairs, each once. Money that rows in hand leave over of one kind goes to the other.
 * Of a kind that costs nothing, the shares are shares of the rows in hand.
 */
export function splitsOf(
	budget: number,
	prices: Prices,
	rows: Allocation,
	shares: readonly number[] = splitShares,
): Allocation[] {
	const found = new Map<string, Allocation>();
	for (const share of shares) {
		const split = splitOf(budget, prices, rows, share);
		found.set(`${split.demonstrations}/${split.pairs}`, split);
	}
	return [...found.values()].sort(
		(a, b) => a.pairs - b.pairs || b.demonstrations - a.demonstrations,
	);
}

function splitOf(
	budget: number,
	prices: Prices,
	rows: Allocation,
	share: number,
): Allocation {
	const { demonstration, pair } = prices;
	if (demonstration === 0)
		return {
			demonstrations: Math.round((1 - share) * rows.demonstrations),
			pairs: affordable(budget, pair, rows.pairs),
		};
	if (pair === 0)
		return {
			demonstrations: affordable(budget, demonstration, rows.demonstrations),
			pairs: Math.round(share * rows.pairs),
		};
	const first = {
		demonstrations: affordable(
			(1 - share) * budget,
			demonstration,
			rows.demonstrations,
		),
		pairs: affordable(share * budget, pair, rows.pairs),
	};
	// The remainder of rounding does not buy another prompt: only a kind whose rows are used up passes money on.
	const { demonstrations, pairs } = first;
	if (demonstrations === rows.demonstrations)
		return {
			demonstrations,
			pairs: affordable(
				budget - demonstration * demonstrations,
				pair,
				rows.pairs,
			),
		};
	if (pairs === rows.pairs)
		return {
			demonstrations: affordable(
				budget - pair * pairs,
				demonstration,
				rows.demonstrations,
			),
			pairs,
		};
	return first;
}
