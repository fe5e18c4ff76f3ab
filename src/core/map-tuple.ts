/** `map` that keeps the length of a tuple in its type. */
export function mapTuple<const T extends readonly unknown[], U>(
	items: T,
	change: (item: T[number], index: number) => U,
): { readonly [I in keyof T]: U } {
	return items.map(change) as { readonly [I in keyof T]: U };
}
