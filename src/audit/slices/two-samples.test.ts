import { expect, test } from "vitest";
import { compareMeans, compareShares, fisherExact } from "./two-samples.ts";

test("Fisher's tea tasting", () => {
	// Three of four cups right: 2 · (16 + 1) / 70.
	expect(fisherExact(3, 4, 1, 4)).toBeCloseTo(34 / 70);
	expect(fisherExact(4, 4, 0, 4)).toBeCloseTo(2 / 70);
	expect(fisherExact(0, 10, 0, 20)).toBe(1);
});

test("shares", () => {
	const { value, difference, p } = compareShares([1, 1, 1, 0], [1, 0, 0, 0]);
	expect(value.value).toBe(0.75);
	expect(difference.value).toBe(0.5);
	expect(p).toBeCloseTo(34 / 70);
});

test("Welch's test, by hand", () => {
	// Means 2 and 5, variances 1 and 1, n = 3: t = 3 / sqrt(2 / 3) = 3.674 with 4 degrees of freedom.
	const { difference, p } = compareMeans([1, 2, 3], [4, 5, 6]);
	expect(difference.value).toBe(-3);
	expect(difference.low).toBeCloseTo(-3 - 2.776 * Math.sqrt(2 / 3), 2);
	expect(p).toBeCloseTo(0.0213, 3);
});

test("values that do not vary", () => {
	expect(compareMeans([1, 1], [1, 1, 1]).p).toBe(1);
	expect(compareMeans([1, 1], [2, 2]).p).toBe(0);
});
