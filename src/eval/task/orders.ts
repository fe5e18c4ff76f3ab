import { RandomStream } from "../../core/random.ts";
import type { Choices } from "./question.ts";

/**
 * The options in `count` different orders, or in all possible orders if there are fewer. The first is the given one, and the
 * next are its cyclic shifts, so over as many orders as there are options every option is once at every place. Every further
 * round of this kind shifts a seeded permutation.
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
	const orders: number[][] = [];
	const seen = new Set<string>();
	let round = given;
	while (orders.length < most) {
		if (!seen.has(String(round))) {
			const shifts = given.map((by) => shifted(round, by));
			for (const order of shifts) seen.add(String(order));
			orders.push(...shifts);
		}
		round = random.shuffle([...given]);
	}
	return orders.slice(0, most).map((order) => permuted(first, order));
}

/** `count`, or the number of orders of `n` things if that is smaller. */
function factorialUpTo(count: number, n: number): number {
	let product = 1;
	for (let i = 2; i <= n && product < count; i++) product *= i;
	return Math.min(count, product);
}

/** The permutation with every item moved on by so many places. */
function shifted(permutation: readonly number[], by: number): number[] {
	const n = permutation.length;
	return permutation.map((_, i) => permutation[(i - by + n) % n] as number);
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
