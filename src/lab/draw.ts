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
