import { correlation } from "./correlation.ts";
import { type Estimate, z95 } from "./estimate.ts";

/** Ranks from 1, in the order of the values; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
	const order = [...values.keys()].sort(
		(a, b) => (values[a] as number) - (values[b] as number),
	);
	const found = new Array<number>(values.length);
	for (let from = 0; from < order.length; ) {
		const value = values[order[from] as number];
		let to = from;
		while (to < order.length && values[order[to] as number] === value) to++;
		for (const place of order.slice(from, to))
			found[place] = (from + to + 1) / 2;
		from = to;
	}
	return found;
}

/** Spearman's rank correlation with ties: Pearson's of the ranks. Null if either side does not vary. */
export function spearman(
	x: readonly number[],
	y: readonly number[],
): number | null {
	return correlation(ranks(x), ranks(y));
}

/** Spearman's rank correlation with its 95% interval; null below four pairs, or if a side does not vary. */
export function spearmanEstimate(
	x: readonly number[],
	y: readonly number[],
): Estimate | null {
	const value = spearman(x, y);
	return value === null ? null : withInterval(value, x.length, 0);
}

/**
 * Spearman's rank correlation of `x` and `y` with `control` held constant, and its 95% interval; null below five triples, if a
 * side does not vary, or if the control determines a side.
 */
export function partialSpearman(
	x: readonly number[],
	y: readonly number[],
	control: readonly number[],
): Estimate | null {
	const [xy, xz, yz] = [
		spearman(x, y),
		spearman(x, control),
		spearman(y, control),
	];
	if (xy === null || xz === null || yz === null) return null;
	const free = (1 - xz ** 2) * (1 - yz ** 2);
	// Rounding leaves about 1e-16 of a side that the control determines.
	if (free < 1e-12) return null;
	const value = (xy - xz * yz) / Math.sqrt(free);
	return withInterval(Math.max(-1, Math.min(1, value)), x.length, 1);
}

/**
 * Fisher's transformation with the standard error of Bonett and Wright (2000), sqrt((1 + r^2 / 2) / (n - 3 - controls)). A
 * correlation of exactly 1 or -1 gets the interval of one that is half the smallest possible step away from it: otherwise its
 * width would be 0, however few the pairs.
 */
function withInterval(
	value: number,
	n: number,
	controls: number,
): Estimate | null {
	if (n - 3 - controls < 1) return null;
	const most = 1 - 6 / (n * (n ** 2 - 1));
	const z = Math.atanh(Math.max(-most, Math.min(most, value)));
	const half = z95 * Math.sqrt((1 + value ** 2 / 2) / (n - 3 - controls));
	return {
		value,
		low: Math.min(value, Math.tanh(z - half)),
		high: Math.max(value, Math.tanh(z + half)),
	};
}
