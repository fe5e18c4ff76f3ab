import { describe, expect, test } from "vitest";
import { type AnswerComparison, roundRobin, winShares } from "./comparison.ts";

describe("a round robin", () => {
	test.each([2, 3, 4, 5, 8])("of %i answers has every pair once", (n) => {
		const pairs = roundRobin(n).map(
			([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`,
		);
		expect(new Set(pairs).size).toBe(pairs.length);
		expect(pairs).toHaveLength((n * (n - 1)) / 2);
	});

	test("begins with a round in which every answer occurs once", () => {
		expect(roundRobin(6).slice(0, 3).flat().sort()).toEqual([0, 1, 2, 3, 4, 5]);
	});

	test("of fewer than two answers is empty", () => {
		expect(roundRobin(1)).toEqual([]);
		expect(roundRobin(0)).toEqual([]);
	});
});

describe("win shares", () => {
	const scored = (
		a: number,
		b: number,
		evidence: number,
	): AnswerComparison => ({
		...{ a, b, evidence, orders: null },
	});

	test("count wins as 1 and undecided comparisons as a half", () => {
		const comparisons = [
			scored(0, 1, 2.5),
			scored(0, 2, 0),
			scored(1, 2, -0.1),
		];
		expect(winShares(4, comparisons)).toEqual([0.75, 0, 0.75, null]);
	});

	test("of verdicts in both orders are means of both", () => {
		const orders = { forward: "first", backward: "tie" } as const;
		expect(winShares(2, [{ a: 0, b: 1, evidence: 1, orders }])).toEqual([
			0.75, 0.25,
		]);
	});
});
