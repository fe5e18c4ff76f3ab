import { isRecord } from "./is-record.ts";

/**
 * Lays one unchecked value over another, key by key; lists and bare values are replaced as a whole.
 * A part whose `kind` changes starts afresh: the settings of one kind mean nothing to another.
 */
export function mergeRecipes(under: unknown, over: unknown): unknown {
	if (!isRecord(over)) return over;
	const base =
		typeof under === "string" && !("kind" in over) ? { kind: under } : under;
	if (!isRecord(base)) return over;
	if ("kind" in over && "kind" in base && over.kind !== base.kind) return over;
	const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
	return Object.fromEntries(
		[...keys].map((key) => [
			key,
			!Object.hasOwn(over, key)
				? base[key]
				: Object.hasOwn(base, key)
					? mergeRecipes(base[key], over[key])
					: over[key],
		]),
	);
}

/** Lays settings of a command line over a value. They are meant together: a `kind` may stand after what belongs to it. */
export function mergeSettings(
	under: unknown,
	settings: readonly unknown[],
): unknown {
	const together = settings.reduce<unknown>(
		(before, setting) => mergeRecipes(before, setting),
		{},
	);
	return mergeRecipes(under, together);
}
