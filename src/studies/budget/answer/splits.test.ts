import { expect, test } from "vitest";
import { affordable, splitsOf } from "./splits.ts";

const plenty = { demonstrations: 1e6, pairs: 1e6 };
const shares = [0, 0.5, 1];
const of = (
	budget: number,
	demonstration: number,
	pair: number,
	rows = plenty,
) =>
	splitsOf(budget, { demonstration, pair }, rows, shares).map(
		({ demonstrations, pairs }) => [demonstrations, pairs],
	);

test("a budget of 12 at prices 2 and 3", () => {
	expect(of(12, 2, 3)).toEqual([
		[6, 0],
		[3, 2],
		[0, 4],
	]);
});

test("a price that divides the budget buys all of it although its quotient rounds down", () => {
	expect(affordable(0.3, 0.1, 100)).toBe(3);
	expect(affordable(10, 3, 100)).toBe(3);
});

test("rows in hand pass their money on to the other kind", () => {
	// 6 of 12 buy 3 demonstrations, but only 1 is in hand: 10 are left for pairs at 3.
	expect(of(12, 2, 3, { demonstrations: 1, pairs: 50 })).toEqual([
		[1, 3],
		[0, 4],
	]);
	expect(of(12, 2, 3, { demonstrations: 50, pairs: 1 })).toEqual([
		[6, 0],
		[4, 1],
	]);
	expect(of(12, 2, 3, { demonstrations: 1, pairs: 1 })).toEqual([[1, 1]]);
	expect(of(12, 2, 3, { demonstrations: 5, pairs: 0 })).toEqual([[5, 0]]);
});

test("a kind that costs nothing is divided by the rows in hand", () => {
	const rows = { demonstrations: 40, pairs: 20 };
	expect(of(10, 0, 1, rows)).toEqual([
		[40, 10],
		[20, 10],
		[0, 10],
	]);
	expect(of(10, 1, 0, rows)).toEqual([
		[10, 0],
		[10, 10],
		[10, 20],
	]);
	expect(of(10, 0, 0, rows)).toEqual([
		[40, 20],
		[20, 20],
		[0, 20],
	]);
});

test("a budget that buys nothing leaves the base", () => {
	expect(of(1, 2, 3)).toEqual([[0, 0]]);
});
