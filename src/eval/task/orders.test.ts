import { describe, expect, it } from "vitest";
import { ordersOf } from "./orders.ts";
import type { Choices } from "./question.ts";

const choicesOf = (n: number, gold: number): Choices => {
	const places = Array.from({ length: n }, (_, i) => n - 1 - i);
	return { texts: places.map((i) => `option ${i}`), gold, places };
};

describe("orders of options", () => {
	it.each([
		[4, 4],
		[5, 5],
		[3, 6],
		[4, 12],
	])("of %i: %i put the right one at every place equally often", (n, count) => {
		const orders = ordersOf(choicesOf(n, 1), count, 3);
		expect(orders).toHaveLength(count);
		for (let place = 0; place < n; place++)
			expect(orders.filter(({ gold }) => gold === place)).toHaveLength(
				count / n,
			);
		expect(new Set(orders.map(({ texts }) => texts.join())).size).toBe(count);
	});

	it("begin with the given one, and keep every text with its place in the row", () => {
		const first = choicesOf(4, 2);
		const orders = ordersOf(first, 6, 9);
		expect(orders[0]).toEqual(first);
		for (const { texts, gold, places } of orders) {
			expect(texts).toEqual(places.map((i) => `option ${i}`));
			expect(texts[gold]).toBe(first.texts[2]);
			expect(places.toSorted()).toEqual([0, 1, 2, 3]);
		}
	});

	it("are shifts of one permutation within a round, which depends on the seed", () => {
		const cycle = ({ places }: Choices) => {
			const start = places.indexOf(0);
			return [...places.slice(start), ...places.slice(0, start)].join();
		};
		const further = ordersOf(choicesOf(6, 0), 6, 1).slice(1);
		expect(new Set(further.map(cycle)).size).toBe(1);
		const cycles = [1, 2, 3, 4].map((seed) =>
			cycle(ordersOf(choicesOf(6, 0), 2, seed)[1] as Choices),
		);
		expect(new Set(cycles).size).toBeGreaterThan(1);
	});

	it("are all that there are, if more are asked for", () => {
		expect(ordersOf(choicesOf(2, 0), 5, 0)).toHaveLength(2);
		expect(ordersOf(choicesOf(3, 2), 24, 0)).toHaveLength(6);
	});
});
