import type { Estimate } from "./estimate.ts";

/** Shares, and their differences, end somewhere; Student's bounds do not. */
export function within(
	least: number,
	bounds: Estimate,
	most: number,
): Estimate {
	const { value, low, high } = bounds;
	return { value, low: Math.max(least, low), high: Math.min(most, high) };
}
