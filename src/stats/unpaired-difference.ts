import type { Estimate } from "./estimate.ts";
import { wilson } from "./share.ts";

/** How often something was seen, of so many. */
export interface Count {
	readonly count: number;
	readonly of: number;
}

/**
 * The difference between the shares of two separate samples, the first less the second, with its 95% interval: Newcombe's
 * hybrid score interval (Statistics in Medicine 17, 1998, 873, method 10). For the same questions asked twice there is
 * `pairedDifference`.
 */
export function unpairedDifference(one: Count, other: Count): Estimate {
	const a = wilson(one.count, one.of);
	const b = wilson(other.count, other.of);
	const value = a.value - b.value;
	return {
		value,
		low: value - Math.hypot(a.value - a.low, b.high - b.value),
		high: value + Math.hypot(a.high - a.value, b.value - b.low),
	};
}
