import { describe, expect, test } from "vitest";
import { RandomStream } from "../core/random.ts";
import { boundsOf, spreadOfItems, spreadOfTable } from "./spread.ts";

test("of a symmetric sample it is Student's interval", () => {
	const spread = spreadOfItems([1, 2, 3, 4, 5]);
	expect(spread).toMatchObject({ value: 3, freedom: 4 });
	expect(spread.error).toBeCloseTo(Math.sqrt(0.5), 12);
	const { low, high } = boundsOf(spread, 0.025);
	expect(high - 3).toBeCloseTo(2.776445 * Math.sqrt(0.5), 5);
	expect(3 - low).toBeCloseTo(high - 3, 12);
});

test("a long tail of losses lowers the lower bound", () => {
	const losses = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, -0.5, 0.1, 0.1];
	const spread = spreadOfItems(losses);
	expect(spread.skew).toBeLessThan(0);
	const plain = boundsOf({ ...spread, skew: 0 }, 0.05);
	expect(boundsOf(spread, 0.05).low).toBeLessThan(plain.low);
});

test("a table by hand: mean squares of seeds, items and rest", () => {
	// Rows 1 2 3 and 3 4 8: means 2 and 5, columns 2, 3, 5.5, in all 3.5.
	const spread = spreadOfTable([
		[1, 2, 3],
		[3, 4, 8],
	]);
	const seeds = 3 * (1.5 ** 2 + 1.5 ** 2);
	const items = 2 * (1.5 ** 2 + 0.5 ** 2 + 2 ** 2) * 0.5;
	const rest = (0.5 ** 2 + 0.5 ** 2 + 1 ** 2) * 2 * 0.5;
	expect(spread.value).toBe(3.5);
	expect(spread.error).toBeCloseTo(Math.sqrt((seeds + items - rest) / 6), 12);
	expect(spread.freedom).toBeGreaterThan(1);
	expect(spread.freedom).toBeLessThan(2.1);
});

test("one seed is a sample of items; seeds that agree in everything leave the spread of items", () => {
	const row = [0, 1, 1, 0, 1];
	expect(spreadOfTable([row])).toEqual(spreadOfItems(row));
	const twice = spreadOfTable([row, row]);
	expect(twice.error).toBeCloseTo(spreadOfItems(row).error, 12);
});

/** Right and wrong answers of so many seeds: seeds and items differ by so much, around one half. */
function draw(stream: RandomStream, seeds: number, items: number, by: number) {
	const difficulty = Array.from({ length: items }, () => 0.3 * stream.normal());
	return Array.from({ length: seeds }, () => {
		const shift = by * stream.normal();
		return difficulty.map((own) =>
			Number(stream.uniform() < 0.5 + shift + own),
		);
	});
}

describe("95% intervals hold the truth about that often, with few seeds too", () => {
	test.each([
		[2, 60, 0.05],
		[3, 60, 0],
		[3, 100, 0.05],
		[5, 60, 0.05],
		[5, 200, 0.02],
	])("%d seeds, %d items, seeds differ by %d", (seeds, items, by) => {
		const stream = new RandomStream(1, `coverage ${seeds} ${items} ${by}`);
		const rounds = 600;
		let held = 0;
		for (let round = 0; round < rounds; round++) {
			const table = draw(stream, seeds, items, by);
			const { low, high } = boundsOf(spreadOfTable(table), 0.025);
			if (low <= 0.5 && 0.5 <= high) held++;
		}
		expect(held / rounds).toBeGreaterThan(0.92);
		expect(held / rounds).toBeLessThan(0.99);
	});
});
