import { median } from "simple-statistics";

/** A robust z-score of log lengths from which a length is an outlier. */
export const outlierScore = 4;
/** Rows below which no outliers are named. */
export const fewestForOutliers = 20;

/**
 * The robust z-score of each length (Iglewicz and Hoaglin 1993) on a logarithmic scale: its distance from the median in
 * units of 1.4826 · the median absolute deviation, which is the standard deviation of a normal distribution. The deviation
 * counts as at least 0.1, so that lengths that hardly vary do not turn small differences into outliers.
 */
export function outlierScores(lengths: readonly number[]): number[] {
	const logs = lengths.map((length) => Math.log(Math.max(1, length)));
	const middle = median(logs);
	const spread = 1.4826 * median(logs.map((x) => Math.abs(x - middle)));
	return logs.map((x) => (x - middle) / Math.max(spread, 0.1));
}
