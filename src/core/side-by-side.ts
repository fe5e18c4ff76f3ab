/**
 * Results in the order of the items, of which `width` are computed at the same time. After an error no further one is begun, and none
 * computes any longer when this throws.
 */
export async function sideBySide<Item, Result>(
	width: number,
	items: readonly Item[],
	compute: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const waiting = items.entries();
	let failed = false;
	const one = async () => {
		for (const [index, item] of waiting) {
			if (failed) return;
			try {
				results[index] = await compute(item, index);
			} catch (error) {
				failed = true;
				throw error;
			}
		}
	};
	const ends = await Promise.allSettled(Array.from({ length: width }, one));
	for (const end of ends) if (end.status === "rejected") throw end.reason;
	return results;
}
