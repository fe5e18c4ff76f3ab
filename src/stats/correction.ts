/**
 * The level of each of several comparisons of which the best is picked (Bonferroni): together they err with probability
 * `alpha` at most.
 */
export function levelOfEach(alpha: number, comparisons: number): number {
	return alpha / Math.max(1, comparisons);
}
