import { RandomStream } from "../core/random.ts";
import type { Estimate } from "./estimate.ts";
import { ranks } from "./spearman.ts";

/** Probability that a value of `above` exceeds one of `below`, ties counting half (Mann and Whitney 1947). */
export function auc(
	above: readonly number[],
	below: readonly number[],
): number {
	const found = ranks([...above, ...below]).slice(0, above.length);
	const sum = found.reduce((total, rank) => total + rank, 0);
	const least = (above.length * (above.length + 1)) / 2;
	return (sum - least) / (above.length * below.length);
}

/** With its 95% interval by a percentile bootstrap over both sides. */
export function aucEstimate(
	above: readonly number[],
	below: readonly number[],
): Estimate {
	const random = new RandomStream(0, "stats/auc");
	const again = (values: readonly number[]) =>
		values.map(() => values[random.integer(values.length)] as number);
	const drawn = Array.from({ length: 1000 }, () =>
		auc(again(above), again(below)),
	).toSorted((a, b) => a - b);
	return {
		value: auc(above, below),
		low: drawn[25] as number,
		high: drawn[974] as number,
	};
}
