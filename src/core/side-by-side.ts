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
