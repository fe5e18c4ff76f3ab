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
	])("of %i: %i put every option at every place equally often", (n, count) => {
		const orders = ordersOf(choicesOf(n, 1), count, 3);
		expect(orders).toHaveLength(count);
		for (let place = 0; place < n; place++) {
			const gold = orders.filter((order) => order.gold === place);
			expect(gold).toHaveLength(count / n);
			for (let option = 0; option < n; option++)
				expect(
					orders.filter(({ places }) => places[place] === option),
				).toHaveLength(count / n);
		}
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

	it("are shifts of the given one, then of permutations that depend on the seed", () => {
		const cycle = ({ places }: Choices) => {
			const start = places.indexOf(0);
			return [...places.slice(start), ...places.slice(0, start)].join();
		};
		const given = choicesOf(6, 0);
		const orders = ordersOf(given, 12, 1);
		const cycles = orders.map(cycle);
		expect(new Set(cycles.slice(0, 6))).toEqual(new Set([cycle(given)]));
		expect(new Set(cycles.slice(6)).size).toBe(1);
		expect(cycles[6]).not.toBe(cycles[0]);
		const seeded = [1, 2, 3, 4].map((seed) =>
			cycle(ordersOf(given, 7, seed)[6] as Choices),
		);
		expect(new Set(seeded).size).toBeGreaterThan(1);
	});

	it("are all that there are, if more are asked for", () => {
		expect(ordersOf(choicesOf(2, 0), 5, 0)).toHaveLength(2);
		expect(ordersOf(choicesOf(3, 2), 24, 0)).toHaveLength(6);
	});
});
