import { quantileSorted } from "simple-statistics";
import { RandomStream } from "../core/random.ts";
import type { Estimate } from "./estimate.ts";

const resamples = 4000;

/** Values of a statistic over resamples, drawn with replacement from `count` units. */
function resampled(
	count: number,
	statistic: (units: Int32Array) => number,
	seed: number,
): Float64Array {
	const random = new RandomStream(seed, "bootstrap");
	const units = new Int32Array(count);
	const values = new Float64Array(resamples);
	for (let r = 0; r < resamples; r++) {
		for (let i = 0; i < count; i++) units[i] = random.integer(count);
		values[r] = statistic(units);
	}
	return values;
}

/**
 * A statistic over `count` units with its 95% percentile interval (Efron and Tibshirani 1993, chapter 13). The same
 * arguments give the same interval. With a single unit the interval is the value itself.
 */
export function bootstrap(
	count: number,
	statistic: (units: Int32Array) => number,
	seed = 0,
): Estimate {
	const value = statistic(Int32Array.from({ length: count }, (_, i) => i));
	const values = Array.from(resampled(count, statistic, seed).sort());
	return {
		value,
		low: quantileSorted(values, 0.025),
		high: quantileSorted(values, 0.975),
	};
}
