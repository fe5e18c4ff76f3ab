import type { Prices } from "../../../studies/budget/allocation.ts";
import type { Place } from "../../charts/choice/choice.ts";

/** Shares that are close together at both ends, where an axis may be logarithmic. */
const shares: readonly number[] = [
	0,
	...Array.from({ length: 59 }, (_, at) => 1 / (1 + Math.exp((29 - at) / 3.6))),
	1,
];

interface Range {
	readonly low: number;
	readonly high: number;
}

/**
 * The purchases that cost a budget, from demonstrations alone to pairs alone, or as far as a range of shares of pairs goes.
 * A kind that costs nothing is not limited by the budget: there is one purchase less what it costs, up to `most` of it.
 */
export function budgetLine(
	budget: number,
	prices: Prices,
	most: Place,
	{ low, high }: Range = { low: 0, high: 1 },
): Place[] {
	const { demonstration, pair } = prices;
	const x = demonstration > 0 ? budget / demonstration : null;
	const y = pair > 0 ? budget / pair : null;
	if (x !== null && y !== null) {
		const within = shares.filter((share) => share > low && share < high);
		return [low, ...within, high].map((share) => ({
			x: (1 - share) * x,
			y: share * y,
		}));
	}
	if (y !== null)
		return [
			{ x: 0, y },
			{ x: most.x, y },
		];
	if (x !== null)
		return [
			{ x, y: 0 },
			{ x, y: most.y },
		];
	return [];
}
