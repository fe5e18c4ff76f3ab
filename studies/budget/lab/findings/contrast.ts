import { alpha95, type Estimate } from "../../../../src/stats/estimate.ts";
import { mean } from "../../../../src/stats/mean.ts";
import { boundsOf } from "../../../../src/stats/spread.ts";

/** A cell with its weight in a contrast: scores by seed, in the same order for all cells. */
export interface Weighted {
	readonly scores: readonly number[];
	readonly weight: number;
}

/**
 * A weighted sum of cells' means whose weights sum to 0, with its 95% interval over seeds. Cells of weight 0 only add to the deviation. Cells and seeds form randomised blocks: an
 * effect that a seed has on all cells cancels, and the deviation is that of what remains, with (cells - 1)(seeds - 1) degrees of
 * freedom. For two cells this is the paired t-test.
 */
export function contrast(cells: readonly Weighted[]): Estimate {
	const seeds = cells[0]?.scores.length ?? 0;
	const means = cells.map(({ scores }) => mean(scores) ?? Number.NaN);
	const whole = mean(means) ?? Number.NaN;
	let squares = 0;
	for (let s = 0; s < seeds; s++) {
		const ofSeed = mean(
			cells.map(({ scores }) => scores[s] as number),
		) as number;
		for (const [c, { scores }] of cells.entries())
			squares +=
				((scores[s] as number) - (means[c] as number) - ofSeed + whole) ** 2;
	}
	const freedom = (cells.length - 1) * (seeds - 1);
	const weights = cells.reduce((sum, { weight }) => sum + weight ** 2, 0);
	return boundsOf(
		{
			value: cells.reduce(
				(sum, { weight }, c) => sum + weight * (means[c] as number),
				0,
			),
			error: Math.sqrt(((squares / freedom) * weights) / seeds),
			...{ freedom, skew: 0, betweenRuns: 0 },
		},
		alpha95,
	);
}

/** Mean of some cells less that of others. */
export const difference = (
	some: readonly (readonly number[])[],
	others: readonly (readonly number[])[],
): Estimate => contrast([...parts(some, 1), ...parts(others, -1)]);

/** Cells that carry a weight in equal parts. */
export const parts = (
	cells: readonly (readonly number[])[],
	weight: number,
): Weighted[] =>
	cells.map((scores) => ({ scores, weight: weight / cells.length }));
