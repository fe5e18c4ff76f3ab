import type { Group } from "../../data/example.ts";
import { groupRows, microBatchCostOf } from "../../data/plan-step.ts";
import { groupLength } from "../../data/shared-prompts.ts";
import { shareOut } from "./share-out.ts";

/** A micro-batch of one of several sessions side by side. */
export interface Part {
	/** Its place among all parts. */
	readonly index: number;
	readonly groups: readonly Group[];
}

/**
 * The micro-batches of a step for `width` sessions side by side, each of which takes the next part as soon as it is free. One session
 * computes them as they are planned. For several, their rows are shared out so that the last session ends early, and each share is
 * divided into micro-batches no larger than the largest that was planned.
 */
export function partsFor(
	width: number,
	planned: readonly (readonly Group[])[],
): readonly Part[] {
	if (width === 1) return planned.map((groups, index) => ({ index, groups }));
	const groups = planned.flat();
	const plannedLengths = planned.map((part) => part.map(groupLength));
	const lengths = plannedLengths.flat();
	const sumOf = (sizes: readonly number[]) => sizes.reduce((a, b) => a + b, 0);
	const capacity = Math.max(...plannedLengths.map(sumOf));
	const divide = (rows: readonly number[]) =>
		groupRows(rows, lengths, capacity);
	const costOf = (rows: readonly number[]) =>
		microBatchCostOf(rows.map((row) => lengths[row] as number));
	const shares = shareOut([...groups.keys()], width, (rows) =>
		sumOf(divide(rows).map(costOf)),
	);
	return shares
		.flatMap((share) => {
			let begin = 0;
			return divide(share).map((rows) => {
				const part = { rows, begin };
				begin += costOf(rows);
				return part;
			});
		})
		.sort((a, b) => a.begin - b.begin)
		.map(({ rows }, index) => ({
			index,
			groups: rows.map((row) => groups[row] as Group),
		}));
}
