import { expect, test } from "vitest";
import { shareOf } from "./round-demonstrations.ts";

const taken = (items: number, steps: number, passes: number) => {
	const list = Array.from({ length: items }, (_, i) => i);
	const round = { number: 1, from: 3, to: 3 + steps };
	return Array.from({ length: steps }, (_, k) =>
		shareOf(list, 3 + k, round, passes),
	);
};

test("one pass takes each item once, evenly", () => {
	expect(taken(5, 2, 1)).toEqual([
		[0, 1],
		[2, 3, 4],
	]);
});

test("two passes take each item twice, with as many at each step", () => {
	const steps = taken(6, 4, 2);
	expect(steps.map((items) => items.length)).toEqual([3, 3, 3, 3]);
	expect(steps.flat().toSorted()).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
});

test("a list that is shorter than the round is gone through again", () => {
	expect(taken(2, 5, 1).flat()).toEqual([0, 1, 0, 1, 0]);
});
