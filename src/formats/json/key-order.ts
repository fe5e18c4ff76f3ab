/** Keys of objects in the order of their text, for those that JavaScript orders otherwise. */
const orders = new WeakMap<object, readonly string[]>();

/** A key that JavaScript moves before all others, in ascending order: a whole number below 2^32 - 1. */
const indexKey = /^(?:0|[1-9]\d{0,9})$/;

/** An object of these entries that remembers their order: JavaScript moves keys such as "10" to the front. */
export function orderedObject(
	entries: readonly (readonly [key: string, value: unknown])[],
): Record<string, unknown> {
	const made = Object.fromEntries(entries);
	if (entries.some(([key]) => indexKey.test(key)))
		orders.set(
			made,
			entries.map(([key]) => key),
		);
	return made;
}

/** The entries of an object in the order in which the row has them. */
export function orderedEntries(value: object): [string, unknown][] {
	const keys = orders.get(value) ?? Object.keys(value);
	return keys.map((key) => [key, (value as Record<string, unknown>)[key]]);
}

/** An object with other values for some of its keys, in the same order. */
export function orderedCopy(
	value: object,
	changed: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
	return orderedObject(
		orderedEntries(value).map(([key, one]) => [
			key,
			Object.hasOwn(changed, key) ? changed[key] : one,
		]),
	);
}

/** Whether JavaScript would move a key. */
export function isMovedKey(key: string): boolean {
	return indexKey.test(key);
}
