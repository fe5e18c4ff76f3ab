import type { RandomStream } from "../core/random.ts";

/** One item, each as likely. */
export function draw<T>(random: RandomStream, items: readonly T[]): T {
	return items[random.integer(items.length)] as T;
}

/** Different items, in a drawn order. */
export function drawSome<T>(
	random: RandomStream,
	items: readonly T[],
	count: number,
): T[] {
	return random.shuffle([...items]).slice(0, count);
}

/** Draws until `fits`. */
export function drawUntil<T>(drawOne: () => T, fits: (item: T) => boolean): T {
	for (;;) {
		const item = drawOne();
		if (fits(item)) return item;
	}
}

/** So many items, no two of one question. */
export function distinct<T extends { readonly question: string }>(
	count: number,
	drawOne: () => T,
): T[] {
	const items = new Map<string, T>();
	while (items.size < count) {
		const item = drawOne();
		if (!items.has(item.question)) items.set(item.question, item);
	}
	return [...items.values()];
}
