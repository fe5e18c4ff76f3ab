import { spearman } from "../../stats/spearman.ts";

/** Spearman's correlation of two distributions over the same options; null if one of them is uniform. */
export function rankCorrelation(
	base: readonly number[],
	tuned: readonly number[],
): number | null {
	return spearman(base, tuned);
}

/**
 * KL(base || tuned) over options, nats. A probability of the tuned model that is too small for a double counts as the smallest
 * positive one, so the result is finite.
 */
export function optionKl(
	base: readonly number[],
	tuned: readonly number[],
): number {
	return base.reduce((total, p, i) => {
		const q = Math.max(tuned[i] as number, Number.MIN_VALUE);
		return p === 0 ? total : total + p * (Math.log(p) - Math.log(q));
	}, 0);
}

/** Entropy of a distribution over options, nats. */
export function entropy(distribution: readonly number[]): number {
	return distribution.reduce(
		(total, p) => (p === 0 ? total : total - p * Math.log(p)),
		0,
	);
}

/** Place of the most probable option, the first of several. */
export function mostProbable(distribution: readonly number[]): number {
	return distribution.indexOf(Math.max(...distribution));
}
