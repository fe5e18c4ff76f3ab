import type { Estimate } from "../runs/events.ts";

/** Normal quantile of a two-sided 95% interval. */
const z95 = 1.959964;

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
