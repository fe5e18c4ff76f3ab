import { expect, test } from "vitest";
import type { Unit } from "../../eval/stats/units.ts";
import { lowerDifference } from "../statistics/paired-score.ts";
import { tQuantile } from "../statistics/student-t.ts";
import { meanOfMeasures, meanOverRuns, pairedGain } from "./paired-gain.ts";

const units = (sums: readonly number[], weights: readonly number[] = []) =>
	new Map<string, Unit>(
		sums.map((sum, i) => [String(i), { sum, weight: weights[i] ?? 1 }]),
	);

test("right and wrong answers of one run have the bounds of the score test", () => {
	const base = units([0, 0, 0, 1, 1, 0, 0, 0]);
	const run = units([1, 1, 1, 1, 0, 0, 1, 1]);
	const counts = { better: 5, worse: 1, items: 8 };
	expect(pairedGain(base, [run], 0.05)).toMatchObject({
		value: 0.5,
		low: lowerDifference(counts, tQuantile(0.05, Number.POSITIVE_INFINITY)),
		questions: 8,
	});
});

test("only questions that the base and every run have a score for are paired", () => {
	const base = units([0, 0, 0]);
	const [one, other] = [units([1, 1, 1]), units([1, 1, 1])];
	one.delete("0");
	other.delete("1");
	expect(pairedGain(base, [one, other], 0.05)).toMatchObject({
		value: 1,
		questions: 1,
	});
	expect(pairedGain(base, [new Map()], 0.05)).toBeNull();
});

test("a mean by tokens weighs questions by their tokens, and its difference is that of the ratios", () => {
	const weights = [10, 30, 20];
	const base = units([20, 90, 40], weights);
	const run = units([15, 60, 40], weights);
	const gain = pairedGain(base, [run], 0.05);
	expect(gain?.value).toBeCloseTo(115 / 60 - 150 / 60, 12);
	expect(gain?.low).toBeLessThan(gain?.value ?? 0);
});

test("equal changes in every question and seed still leave a doubt", () => {
	const base = units([1, 1, 1, 1, 1]);
	const gain = pairedGain(base, [base, base], 0.025);
	expect(gain?.value).toBe(0);
	expect(gain?.low).toBeLessThan(-0.2);
});

test("two seeds that differ widely leave every difference possible, and none beyond", () => {
	const right = Array.from({ length: 40 }, () => 1);
	const most = units(right.map((_, i) => Number(i > 20)));
	const gain = pairedGain(units(right), [units(right), most], 0.025);
	expect(gain?.low).toBe(-1);
	expect(gain?.high).toBeCloseTo(1 - 40 / (40 + 1.959964 ** 2), 6);
});

test("the value of one run of right and wrong answers has Wilson's interval; of a mean by tokens another", () => {
	const all = meanOverRuns([units([1, 1, 1, 1])]);
	expect(all?.value).toBe(1);
	expect(all?.low).toBeCloseTo(4 / (4 + 1.959964 ** 2), 4);
	const seeds = meanOverRuns([units([1, 0, 1, 1]), units([1, 1, 1, 1])]);
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
