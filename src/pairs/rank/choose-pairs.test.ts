import { describe, expect, test } from "vitest";
import { bestAnswer, choosePairs } from "./choose-pairs.ts";

const scored = (a: number, b: number, evidence: number) => ({
	...{ a, b, evidence, orders: null },
});
const rule = { scale: 1, minConfidence: 0.5, margin: 0, perPrompt: 1 };

/** Rewards 1, 3 and 2. */
const three = [scored(0, 1, -2), scored(0, 2, -1), scored(1, 2, 1)];

describe("the pairs of a prompt", () => {
	test("are the best answer against the worst, if one is taken", () => {
		const { pairs, dropped } = choosePairs(3, three, rule);
		expect(pairs).toEqual([
			{
				chosen: 1,
				rejected: 0,
				evidence: 2,
				confidence: expect.closeTo(0.881, 3),
			},
		]);
		expect(dropped).toEqual({
			undecided: 0,
			confidence: 0,
			margin: 0,
			limit: 2,
		});
	});

	test("are the strongest, if several are taken", () => {
		const { pairs } = choosePairs(3, three, { ...rule, perPrompt: 2 });
		expect(pairs.map(({ chosen, rejected }) => [chosen, rejected])).toEqual([
			[1, 0],
			[2, 0],
		]);
	});

	test("need a decision, confidence and a margin", () => {
		const all = [...three, scored(0, 3, 0)];
		const many = { ...rule, perPrompt: 9 };
		expect(
			choosePairs(4, all, { ...many, minConfidence: 0.8 }).dropped,
		).toEqual({ undecided: 1, confidence: 2, margin: 0, limit: 0 });
		expect(choosePairs(4, all, { ...many, margin: 1.5 }).dropped).toEqual({
			...{ undecided: 1, confidence: 0, margin: 2, limit: 0 },
		});
		expect(choosePairs(4, all, { ...many, scale: 0 }).dropped.undecided).toBe(
			4,
		);
	});

	test("of equal evidence are those whose answers win more and lose more elsewhere", () => {
		const votes = [
			scored(0, 1, 2),
			scored(2, 3, 2),
			scored(0, 2, -2),
			scored(1, 3, 2),
		];
		const { pairs } = choosePairs(4, votes, rule);
		expect(pairs[0]).toMatchObject({ chosen: 2, rejected: 3 });
	});
});

describe("the best answer", () => {
	test("has the highest score, if that says anything", () => {
		expect(bestAnswer([0.1, 0.7, null, 0.7], null)).toBe(1);
		expect(bestAnswer([0.7, 0.7], null)).toBe(null);
		expect(bestAnswer([null, null], null)).toBe(null);
	});

	test("is right, if scores say what is right", () => {
		expect(bestAnswer([1, 1], 0.5)).toBe(0);
		expect(bestAnswer([0, 0.4], 0.5)).toBe(null);
	});
});
