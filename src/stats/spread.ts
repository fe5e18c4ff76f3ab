import type { Estimate } from "./estimate.ts";
import { tQuantile } from "./student-t.ts";

/** An estimate with its standard error, and the degrees of freedom that the error was estimated with. */
export interface Spread {
	readonly value: number;
	readonly error: number;
	readonly freedom: number;
	/** Skewness of the value's own distribution: that of the items, by the root of their number. */
	readonly skew: number;
	/** Share of the variance that lies between seeds: more items would not reduce it. */
	readonly betweenRuns: number;
}

/** Hall's transformation (JRSS B 54, 1992, 221), inverted: what a quantile becomes where a mean is skewed. */
function unskew(quantile: number, skew: number): number {
	if (Math.abs(skew) < 1e-9) return quantile;
	return (3 / skew) * (Math.cbrt(1 + skew * (quantile - skew / 6)) - 1);
}

/** Bounds that the truth is below, and above, with probability `alpha` each. */
export function boundsOf(
	{ value, error, freedom, skew }: Spread,
	alpha: number,
): Estimate {
	if (error === 0) return { value, low: value, high: value };
	const t = tQuantile(alpha, freedom);
	return {
		value,
		low: value - error * unskew(t, skew),
		high: value - error * unskew(-t, skew),
	};
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/**
 * Mean of independent values. Bounds are Student's, put right for skewness by Hall's transformation: plain ones take a few
 * large losses among many small gains for a gain, twice as often as they say.
 */
export function spreadOfItems(values: readonly number[]): Spread {
	const n = values.length;
	const value = mean(values);
	const items = { value, freedom: Math.max(1, n - 1), betweenRuns: 0 };
	if (n < 2) return { ...items, error: Number.POSITIVE_INFINITY, skew: 0 };
	const square = mean(values.map((x) => (x - value) ** 2));
	return {
		...items,
		error: Math.sqrt(square / (n - 1)),
		skew: n < 3 || square === 0 ? 0 : skewOf(values, value, square),
	};
}

/** Skewness of the mean, from that of its values. */
function skewOf(
	values: readonly number[],
	value: number,
	square: number,
): number {
	const n = values.length;
	const cube = mean(values.map((x) => (x - value) ** 3));
	const unbiased = Math.sqrt(n * (n - 1)) / (n - 2);
	return ((cube / square ** 1.5) * unbiased) / Math.sqrt(n);
}

/**
 * Mean over a table of seeds (rows) by items (columns), both drawn at random: seeds differ from each other, items differ
 * from each other in the same way under every seed, and the rest is noise. The variance is put together from the mean
 * squares of the two-way table (Searle, Casella and McCulloch, Variance Components, chapter 4), its degrees of freedom by
 * Satterthwaite (1946). A bootstrap that draws seeds and items is wider than need be where items differ most, and too narrow
 * where seeds do, of which there are few. One seed says nothing of seeds: then the spread is that of items alone.
 */
export function spreadOfTable(table: readonly (readonly number[])[]): Spread {
	const [first = []] = table;
	if (table.length === 1) return spreadOfItems(first);
	const [S, n] = [table.length, first.length];
	const rows = table.map(mean);
	const columns = first.map((_, i) => mean(table.map((row) => row[i] ?? 0)));
	const value = mean(rows);
	const squares = (means: readonly number[]) =>
		means.reduce((sum, x) => sum + (x - value) ** 2, 0);
	const seeds = (n * squares(rows)) / (S - 1);
	const items = n > 1 ? (S * squares(columns)) / (n - 1) : 0;
	const left = table.reduce(
		(total, row, s) =>
			total +
			row.reduce((sum, x, i) => {
				const fitted = (rows[s] ?? 0) + (columns[i] ?? 0) - value;
				return sum + (x - fitted) ** 2;
			}, 0),
		0,
	);
	const rest = n > 1 ? left / ((S - 1) * (n - 1)) : 0;
	// Chance may make the sum of parts smaller than one of them.
	const total = Math.max(seeds + items - rest, seeds, items);
	const parts =
		seeds ** 2 / (S - 1) +
		(n > 1 ? items ** 2 / (n - 1) + rest ** 2 / ((S - 1) * (n - 1)) : 0);
	return {
		value,
		error: Math.sqrt(total / (n * S)),
		freedom: parts === 0 ? 1 : Math.max(1, total ** 2 / parts),
		skew: 0,
		betweenRuns: total === 0 ? 0 : Math.max(0, seeds - rest) / total,
	};
}
