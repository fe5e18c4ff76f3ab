import { expect, test } from "vitest";
import {
	partialSpearman,
	ranks,
	spearman,
	spearmanEstimate,
} from "./spearman.ts";

test("equal values share the mean of their ranks", () => {
	expect(ranks([10, 30, 20, 30])).toEqual([1, 3.5, 2, 3.5]);
	expect(ranks([5, 5, 5])).toEqual([2, 2, 2]);
	expect(ranks([])).toEqual([]);
});

test("rank correlations by hand", () => {
	// Differences of ranks 0, 1, 1: 1 - 6 * 2 / (3 * 8).
	expect(spearman([1, 2, 3], [10, 30, 20])).toBeCloseTo(0.5, 12);
	expect(spearman([1, 2, 3], [1, 10, 1000])).toBeCloseTo(1, 12);
	// Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
	expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(
		4.5 / Math.sqrt(22.5),
		12,
	);
	expect(spearman([1, 1], [1, 2])).toBeNull();
});

test("the interval is Fisher's with the error of Bonett and Wright", () => {
	const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
	const y = [3, 1, 2, 6, 5, 4, 9, 7, 10, 8];
	const found = spearmanEstimate(x, y);
	const r = found?.value as number;
	// Squared differences of ranks add up to 24.
	expect(r).toBeCloseTo(1 - (6 * 24) / 990, 12);
	const half = 1.959964 * Math.sqrt((1 + r ** 2 / 2) / 7);
	expect(found?.low).toBeCloseTo(Math.tanh(Math.atanh(r) - half), 10);
	expect(found?.high).toBeCloseTo(Math.tanh(Math.atanh(r) + half), 10);
	expect(spearmanEstimate([1, 2, 3], [1, 2, 3])).toBeNull();
});

test("a perfect correlation of few pairs has an interval", () => {
	const found = spearmanEstimate([1, 2, 3, 4], [1, 2, 3, 4]);
	expect(found?.value).toBe(1);
	expect(found?.high).toBe(1);
	expect(found?.low).toBeLessThan(0.5);
});

test("a partial correlation removes what the control explains", () => {
	const control = [1, 1, 1, 2, 2, 2, 3, 3, 3];
	// Within every level of the control, x and y run against each other; over all they rise together.
	const x = [1, 2, 3, 11, 12, 13, 21, 22, 23];
	const y = [3, 2, 1, 13, 12, 11, 23, 22, 21];
	expect(spearman(x, y)).toBeGreaterThan(0.7);
	const found = partialSpearman(x, y, control);
	expect(found?.value).toBeCloseTo(-1, 10);
	expect(found?.high).toBeLessThan(0);
});

test("a partial correlation is its formula, and null where it is not defined", () => {
	const x = [1, 2, 3, 4, 5, 6];
	const y = [2, 1, 4, 3, 6, 5];
	const z = [1, 3, 2, 6, 5, 4];
	const [xy, xz, yz] = [spearman(x, y), spearman(x, z), spearman(y, z)] as [
		number,
		number,
		number,
	];
	const wanted = (xy - xz * yz) / Math.sqrt((1 - xz ** 2) * (1 - yz ** 2));
	expect(partialSpearman(x, y, z)?.value).toBeCloseTo(wanted, 12);
	expect(partialSpearman(x, y, [1, 1, 1, 1, 1, 1])).toBeNull();
	expect(partialSpearman(x, y, x)).toBeNull();
	expect(partialSpearman([1, 2, 3, 4], [2, 1, 4, 3], [1, 3, 2, 4])).toBeNull();
});
