import type { Allocation, Prices } from "../allocation.ts";

/** What a budget buys if this share of it goes to demonstrations: whole prompts, rounded down. */
export function split(
	budget: number,
	share: number,
	prices: Prices,
): Allocation {
	// A billionth more: 0.1 * 30 / 1 is 3, and not 2.9999999999999996.
	const whole = (money: number, price: number) =>
		Math.floor((money / price) * (1 + 1e-9));
	return {
		demonstrations: whole(share * budget, prices.demonstration),
		pairs: whole((1 - share) * budget, prices.pair),
	};
}

/** The allocations of all budgets and shares that can be trained, each once, without the empty one. */
export function allocationsOf(
	budgets: readonly number[],
	shares: readonly number[],
	prices: Prices,
	holds: (allocation: Allocation) => boolean,
): Allocation[] {
	const all = new Map<string, Allocation>();
	for (const budget of budgets)
		for (const share of shares) {
			const one = split(budget, share, prices);
			if (one.demonstrations + one.pairs > 0 && holds(one))
				all.set(nameOf(one), one);
		}
	return [...all.values()].toSorted(
		(a, b) => a.demonstrations - b.demonstrations || a.pairs - b.pairs,
	);
}

export const nameOf = ({ demonstrations, pairs }: Allocation): string =>
	`${demonstrations}+${pairs}`;
