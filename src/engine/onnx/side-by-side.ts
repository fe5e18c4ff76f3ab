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

/** Results in the order of the items, of which `width` are computed at the same time. */
export async function sideBySide<Item, Result>(
	width: number,
	items: readonly Item[],
	compute: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const waiting = items.entries();
	const one = async () => {
		for (const [index, item] of waiting)
			results[index] = await compute(item, index);
	};
	await Promise.all(Array.from({ length: width }, one));
	return results;
}

function tokensOf({ groups }: Part): number {
	return groups.flat().reduce((sum, { ids }) => sum + ids.length, 0);
}
