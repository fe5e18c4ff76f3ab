import type { Estimate } from "./estimate.ts";

/** The first estimate, with bounds at least as far out as those of the other. */
export function wider(one: Estimate, other: Estimate): Estimate {
	return {
		value: one.value,
		low: Math.min(one.low, other.low),
		high: Math.max(one.high, other.high),
	};
}

/** Shares, and their differences, end somewhere; Student's bounds do not. */
export function within(
	least: number,
	bounds: Estimate,
	most: number,
): Estimate {
	const { value, low, high } = bounds;
	return { value, low: Math.max(least, low), high: Math.min(most, high) };
}
