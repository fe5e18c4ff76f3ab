import type { Group } from "../../data/example.ts";
import { microBatchesOf } from "../../data/micro-batches.ts";

/** A part of a micro-batch. */
interface Part {
	/** Its place among the parts of all micro-batches, in the order of the rows. */
	readonly index: number;
	readonly groups: readonly Group[];
}

/**
 * Micro-batches in smaller ones of at most `tokens / width` tokens, so that `width` of them take the memory of one. The longest come first,
 * so that none of those who compute them is left alone with a long one at the end.
 */
export function partsFor(
	width: number,
	microBatches: readonly (readonly Group[])[],
	tokens: number,
): readonly Part[] {
	if (width === 1)
		return microBatches.map((groups, index) => ({ index, groups }));
	return microBatches
		.flatMap((groups) => microBatchesOf(groups, Math.floor(tokens / width)))
		.map((groups, index) => ({ index, groups }))
		.sort((a, b) => tokensOf(b) - tokensOf(a) || a.index - b.index);
}

function tokensOf({ groups }: Part): number {
	return groups.flat().reduce((sum, { ids }) => sum + ids.length, 0);
}
