/** The median of repeated measurements, with the least and the greatest. */
export interface Spread {
	readonly median: number;
	readonly min: number;
	readonly max: number;
}

/** The spread of at least one value. */
export function spread(values: readonly number[]): Spread {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	const median =
		sorted.length % 2 === 1
			? sorted[middle]!
			: (sorted[middle - 1]! + sorted[middle]!) / 2;
	return { median, min: sorted[0]!, max: sorted.at(-1)! };
}
