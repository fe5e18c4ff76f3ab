import type { Estimate } from "../runs/events.ts";

/** Normal quantile of a two-sided 95% interval. */
export const z95 = 1.959964;

/**
 * Mean per token over rows, with the interval of a ratio of sums: rows, not tokens, are what was sampled (Cochran,
 * Sampling Techniques, 3rd ed., section 6.4). With a single row the interval is the value itself. Null without rows.
 */
export function perToken(rows: readonly Float32Array[]): Estimate | null {
	const sums = rows.map((row) => row.reduce((sum, x) => sum + x, 0));
	const tokens = rows.reduce((sum, row) => sum + row.length, 0);
	if (tokens === 0) return null;
	const value = sums.reduce((sum, x) => sum + x, 0) / tokens;
	const n = rows.length;
	const squares = rows.reduce(
		(sum, row, i) => sum + ((sums[i] as number) - value * row.length) ** 2,
		0,
	);
	const error = n > 1 ? Math.sqrt((squares * n) / (n - 1)) / tokens : 0;
	return { value, low: value - z95 * error, high: value + z95 * error };
}

export function mean(values: readonly number[]): number | null {
	if (values.length === 0) return null;
	return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** Mean of independent values, with its normal 95% interval. With a single value the interval is the value itself. */
export function meanOf(values: readonly number[]): Estimate {
	const n = values.length;
	const value = mean(values) ?? Number.NaN;
	const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0);
	const error = n > 1 ? Math.sqrt(squares / (n - 1) / n) : 0;
	return { value, low: value - z95 * error, high: value + z95 * error };
}

/** The first of each two values less the second. */
export function marginsOf(values: readonly number[]): number[] {
	return Array.from(
		{ length: values.length / 2 },
		(_, p) => (values[2 * p] as number) - (values[2 * p + 1] as number),
	);
}

/** Share of margins above zero, ties counted half, with Wilson's 95% interval. */
export function winRate(margins: readonly number[]): Estimate {
	const wins = margins.reduce(
		(sum, margin) => sum + (margin === 0 ? 0.5 : Number(margin > 0)),
		0,
	);
	return wilson(wins, margins.length);
}

/** A share of `n`, with Wilson's 95% interval (Wilson 1927). `wins` may hold parts of one. */
export function wilson(wins: number, n: number): Estimate {
	const value = wins / n;
	const square = z95 ** 2 / n;
	const middle = (value + square / 2) / (1 + square);
	const half =
		(z95 * Math.sqrt((value * (1 - value)) / n + square / (4 * n))) /
		(1 + square);
	return {
		value,
		low: Math.max(0, middle - half),
		high: Math.min(1, middle + half),
	};
}
