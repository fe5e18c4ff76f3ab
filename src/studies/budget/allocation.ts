/** Numbers of training examples of each kind, counted in prompts: n_s and n_p in arXiv 2502.11284. */
export interface Allocation {
	readonly demonstrations: number;
	readonly pairs: number;
}

/** One training of an allocation. */
export interface Trial extends Allocation {
	readonly seed: number;
}

/** A trial that was measured. */
export interface Observation extends Trial {
	/** Score on the target task, oriented so that higher is better. */
	readonly score: number;
}

/** Price of one prompt of each kind, in the unit of the budget. */
export interface Prices {
	readonly demonstration: number;
	readonly pair: number;
}

/** What an allocation costs at these prices. */
export const costOf = (
	{ demonstrations, pairs }: Allocation,
	prices: Prices,
): number => prices.demonstration * demonstrations + prices.pair * pairs;

/** Share of the cost that goes to pairs, 0 to 1; 0 if the allocation costs nothing. */
export function pairShare(allocation: Allocation, prices: Prices): number {
	const cost = costOf(allocation, prices);
	return cost === 0 ? 0 : (prices.pair * allocation.pairs) / cost;
}
