import { expect, test } from "vitest";
import { holm, levelOfEach } from "./correction.ts";

test("each of four comparisons has a quarter of the level; a single one has all of it", () => {
	expect(levelOfEach(0.05, 4)).toBeCloseTo(0.0125, 12);
	expect(levelOfEach(0.05, 0)).toBe(0.05);
});

test("Holm's correction by hand, in the given order and never falling", () => {
	// Sorted: 0.01 * 4, 0.02 * 3, 0.03 * 2, 0.9 * 1.
	const found = holm([0.03, 0.01, 0.9, 0.02]);
	[0.06, 0.04, 0.9, 0.06].forEach((value, i) => {
		expect(found[i]).toBeCloseTo(value, 12);
	});
	expect(holm([0.6, 0.7])).toEqual([1, 1]);
	expect(holm([])).toEqual([]);
});
