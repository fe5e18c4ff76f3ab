import { expect, test } from "vitest";
import { budgetLine } from "./budget-line.ts";

const most = { x: 1000, y: 500 };

test("every purchase on a line costs the budget, from one kind alone to the other", () => {
	const line = budgetLine(120, { demonstration: 3, pair: 2 }, most);
	expect(line[0]).toEqual({ x: 40, y: 0 });
	expect(line.at(-1)).toEqual({ x: 0, y: 60 });
	for (const { x, y } of line) expect(3 * x + 2 * y).toBeCloseTo(120);
	const xs = line.map(({ x }) => x);
	expect(xs).toEqual(xs.toSorted((a, b) => b - a));
});

test("a part of a line goes from one share of pairs to another", () => {
	const part = budgetLine(100, { demonstration: 1, pair: 1 }, most, {
		low: 0.2,
		high: 0.5,
	});
	expect(part[0]).toEqual({ x: 80, y: 20 });
	expect(part.at(-1)).toEqual({ x: 50, y: 50 });
	expect(part.length).toBeGreaterThan(5);
});

test("a kind that costs nothing is limited by the picture alone", () => {
	expect(budgetLine(100, { demonstration: 0, pair: 2 }, most)).toEqual([
		{ x: 0, y: 50 },
		{ x: 1000, y: 50 },
	]);
	expect(budgetLine(100, { demonstration: 2, pair: 0 }, most)).toEqual([
		{ x: 50, y: 0 },
		{ x: 50, y: 500 },
	]);
	expect(budgetLine(100, { demonstration: 0, pair: 0 }, most)).toEqual([]);
});
