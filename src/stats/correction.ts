/**
 * The level of each of several comparisons of which the best is picked (Bonferroni): together they err with probability
 * `alpha` at most.
 */
export function levelOfEach(alpha: number, comparisons: number): number {
	return alpha / Math.max(1, comparisons);
}

/**
 * p-values corrected for their number, in the given order (Holm, Scandinavian Journal of Statistics 6, 1979, 65): a
 * comparison with a corrected value of `alpha` or less is significant at `alpha`, for all comparisons together.
 */
export function holm(values: readonly number[]): number[] {
	const order = [...values.keys()].sort(
		(a, b) => (values[a] as number) - (values[b] as number),
	);
	const corrected = new Array<number>(values.length);
	let least = 0;
	order.forEach((place, i) => {
		const value = (values[place] as number) * (values.length - i);
		least = Math.max(least, Math.min(1, value));
		corrected[place] = least;
	});
	return corrected;
}
