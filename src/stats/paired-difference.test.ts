import { expect, test } from "vitest";
import { pairedDifference } from "./paired-difference.ts";
import { lowerDifference } from "./paired-score.ts";
import { tQuantile } from "./student-t.ts";
import type { Unit } from "./unit.ts";

const units = (sums: readonly number[], weights: readonly number[] = []) =>
	new Map<string, Unit>(
		sums.map((sum, i) => [String(i), { sum, weight: weights[i] ?? 1 }]),
	);

test("right and wrong answers of one run have the bounds of the score test", () => {
	const base = units([0, 0, 0, 1, 1, 0, 0, 0]);
	const run = units([1, 1, 1, 1, 0, 0, 1, 1]);
	const counts = { better: 5, worse: 1, items: 8 };
	expect(pairedDifference(base, [run], 0.05)).toMatchObject({
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
	expect(pairedDifference(base, [one, other], 0.05)).toMatchObject({
		value: 1,
		questions: 1,
	});
	expect(pairedDifference(base, [new Map()], 0.05)).toBeNull();
});

test("a mean by tokens weighs questions by their tokens, and its difference is that of the ratios", () => {
	const weights = [10, 30, 20];
	const base = units([20, 90, 40], weights);
	const run = units([15, 60, 40], weights);
	const gain = pairedDifference(base, [run], 0.05);
	expect(gain?.value).toBeCloseTo(115 / 60 - 150 / 60, 12);
	expect(gain?.low).toBeLessThan(gain?.value ?? 0);
});

test("equal changes in every question and seed still leave a doubt", () => {
	const base = units([1, 1, 1, 1, 1]);
	const gain = pairedDifference(base, [base, base], 0.025);
	expect(gain?.value).toBe(0);
	expect(gain?.low).toBeLessThan(-0.2);
});

test("two seeds that differ widely leave every difference possible, and none beyond", () => {
	const right = Array.from({ length: 40 }, () => 1);
	const most = units(right.map((_, i) => Number(i > 20)));
	const gain = pairedDifference(units(right), [units(right), most], 0.025);
	expect(gain?.low).toBe(-1);
	expect(gain?.high).toBeCloseTo(1 - 40 / (40 + 1.959964 ** 2), 6);
});
