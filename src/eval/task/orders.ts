import { RandomStream } from "../../core/random.ts";
import type { Choices } from "./question.ts";

/**
 * The options in `count` different orders, or in all possible orders if there are fewer. The first is the given one. The
 * others are cyclic shifts of a seeded permutation in which the right option moves on by one place each time, so over as
 * many orders as there are options it stands once at every place. Every further round of this kind shifts a new permutation.
 */
export function ordersOf(
	first: Choices,
	count: number,
	seed: number,
): Choices[] {
	const given = [...first.texts.keys()];
	const n = given.length;
	const most = factorialUpTo(count, n);
	const random = new RandomStream(seed, "orders of choices");
	const orders = [given];
	const seen = new Set([String(given)]);
	let permutation = random.shuffle([...given]);
	while (orders.length < most) {
		const place = (first.gold + orders.length) % n;
		const order = shifted(permutation, first.gold, place);
		const known = seen.has(String(order));
		if (!known) orders.push(order);
		seen.add(String(order));
		if (known || orders.length % n === 0)
			permutation = random.shuffle([...given]);
	}
	return orders.map((order) => permuted(first, order));
}

/** `count`, or the number of orders of `n` things if that is smaller. */
function factorialUpTo(count: number, n: number): number {
	let product = 1;
	for (let i = 2; i <= n && product < count; i++) product *= i;
	return Math.min(count, product);
}

/** The permutation as a cycle, turned so that `item` stands at `place`. */
function shifted(
	permutation: readonly number[],
	item: number,
	place: number,
): number[] {
	const n = permutation.length;
	const from = permutation.indexOf(item);
	return permutation.map(
		(_, i) => permutation[(from + i - place + n) % n] as number,
	);
}

function permuted(
	{ texts, gold, places }: Choices,
	order: readonly number[],
): Choices {
	return {
		texts: order.map((i) => texts[i] as string),
		gold: order.indexOf(gold),
		places: order.map((i) => places[i] as number),
	};
}
