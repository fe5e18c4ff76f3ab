import { alpha95, type Estimate } from "./estimate.ts";
import { boundsOf } from "./spread.ts";

/**
 * Mean per token over rows, with Student's interval of a ratio of sums: rows, not tokens, are what was sampled (Cochran,
 * Sampling Techniques, 3rd ed., section 6.4). With a single row the interval is the value itself. Null without rows.
 */
export function meanPerToken(rows: readonly Float32Array[]): Estimate | null {
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
	return student(value, error, n);
}

export function mean(values: readonly number[]): number | null {
	if (values.length === 0) return null;
	return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/**
 * Mean of independent values, of which there may be as few as two, with Student's 95% interval. With a single value the
 * interval is the value itself.
 */
export function meanOf(values: readonly number[]): Estimate {
	const n = values.length;
	const value = mean(values) ?? Number.NaN;
	const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0);
	const error = n > 1 ? Math.sqrt(squares / (n - 1) / n) : 0;
	return student(value, error, n);
}

/** Without Hall's correction: a few seeds or rows tell nothing of skewness. */
function student(value: number, error: number, n: number): Estimate {
	const spread = { value, error, freedom: n - 1, skew: 0, betweenRuns: 0 };
	return boundsOf(spread, alpha95);
}
