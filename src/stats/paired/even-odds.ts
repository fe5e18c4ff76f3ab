import { betaShare } from "../student-t.ts";

/** Two-sided exact binomial test of a share of one half: twice the smaller tail, at most 1. */
export function evenOddsP(count: number, of: number): number {
	if (of === 0) return 1;
	const most = Math.max(count, of - count);
	// P(X >= k) of a binomial is an incomplete beta function.
	return Math.min(1, 2 * betaShare(0.5, most, of - most + 1));
}
