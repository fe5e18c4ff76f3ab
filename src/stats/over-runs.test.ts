import { expect, test } from "vitest";
import { meanOfMeasures, meanOverRuns } from "./over-runs.ts";
import type { Unit } from "./unit.ts";

const units = (sums: readonly number[], weights: readonly number[] = []) =>
	new Map<string, Unit>(
		sums.map((sum, i) => [String(i), { sum, weight: weights[i] ?? 1 }]),
	);

test("the value of one run of right and wrong answers has Wilson's interval; of a mean by tokens another", () => {
	const all = meanOverRuns([units([1, 1, 1, 1])], "share");
	expect(all?.value).toBe(1);
	expect(all?.low).toBeCloseTo(4 / (4 + 1.959964 ** 2), 4);
	const seeds = meanOverRuns(
		[units([1, 0, 1, 1]), units([1, 1, 1, 1])],
		"share",
	);
	expect(seeds?.value).toBe(0.875);
	expect(seeds?.high).toBe(1);
});

test("what differs between seeds, and what each measure is unsure of, add up", () => {
	const near = (value: number, half: number) => ({
		...{ value, low: value - half, high: value + half },
	});
	expect(meanOfMeasures([])).toBeNull();
	const one = meanOfMeasures([near(1, 0.2)]);
	expect(one?.high).toBeCloseTo(1.2, 6);
	const three = meanOfMeasures([near(1, 0.2), near(2, 0.2), near(3, 0.2)]);
	expect(three?.value).toBe(2);
	expect(three && three.high - 2).toBeGreaterThan(2.3);
	const still = meanOfMeasures([near(0, 0), near(0, 0)]);
	expect(still).toEqual({ value: 0, low: 0, high: 0 });
});

test("scores from 0 to 1 that are all equal still leave a doubt; one question, or equal tokens, have no interval", () => {
	const equal = meanOverRuns([units(Array(60).fill(0))], "score");
	expect(equal?.low).toBe(0);
	expect(equal?.high).toBeCloseTo(0.0602, 3);
	const value = { value: 3, low: 3, high: 3 };
	expect(meanOverRuns([units([3, 3, 3])], "open")).toEqual(value);
	expect(meanOverRuns([units([3])], "open")).toEqual(value);
});

test("a mean of scores has Student's interval, corrected for skewness", () => {
	const even = meanOverRuns([units([1, 2, 3, 4, 5])], "open");
	expect(even?.high).toBeCloseTo(3 + 2.776445 * Math.sqrt(0.5), 4);
	const tail = meanOverRuns([units([1, 1, 1, 1, 1, 1, 1, 1, 1, 11])], "open");
	expect((tail?.high ?? 0) - 2).toBeGreaterThan(2 - (tail?.low ?? 2));
});

test("one wrong answer in one of three runs does not narrow the interval below that of none", () => {
	const right = units(Array(60).fill(1));
	const once = units(Array.from({ length: 60 }, (_, i) => Number(i > 0)));
	const none = meanOverRuns([right, right, right], "share");
	const one = meanOverRuns([right, right, once], "share");
	expect(none?.low).toBeCloseTo(60 / (60 + 1.959964 ** 2), 4);
	expect(one?.low).toBeLessThan(none?.low ?? 0);
	expect(one?.high).toBeLessThanOrEqual(1);
});
