import { describe, expect, test } from "vitest";
import type { BothOrders } from "../../eval/scorers/judge.ts";
import { positionBias, voteScale, votesFor } from "./votes.ts";

const forA: BothOrders = { forward: "first", backward: "second" };
const forB: BothOrders = { forward: "second", backward: "first" };
const firstPlace: BothOrders = { forward: "first", backward: "first" };
const secondPlace: BothOrders = { forward: "second", backward: "second" };
const tieAndA: BothOrders = { forward: "tie", backward: "second" };
const tie: BothOrders = { forward: "tie", backward: "tie" };
const of = (orders: BothOrders) => ({
	...{ a: 0, b: 1, evidence: votesFor(orders), orders },
});

test.each([
	[forA, 2],
	[forB, -2],
	[firstPlace, 0],
	[secondPlace, 0],
	[tieAndA, 1],
	[tie, 0],
])("the votes %j add up to %i", (orders, votes) => {
	expect(votesFor(orders)).toBe(votes);
});

describe("the log-odds of a vote", () => {
	test("follow from how often both orders agree", () => {
		// 9 + 1 of 13 + 2 agree, A = 2/3, q = (1 + sqrt(1/3)) / 2.
		const comparisons = [
			...Array.from({ length: 9 }, () => of(forA)),
			...Array.from({ length: 4 }, () => of(firstPlace)),
		];
		const right = (1 + Math.sqrt(1 / 3)) / 2;
		expect(voteScale(comparisons)).toBeCloseTo(Math.log(right / (1 - right)));
	});

	test("are 0 for a judge that looks only at places, and without verdicts", () => {
		expect(voteScale([of(firstPlace), of(secondPlace), of(firstPlace)])).toBe(
			0,
		);
		expect(voteScale([])).toBe(0);
	});

	test("do not count ties", () => {
		const some = [of(forA), of(forB), of(firstPlace)];
		expect(voteScale([...some, of(tie), of(tieAndA)])).toBe(voteScale(some));
	});
});

describe("position bias", () => {
	test("is the share of comparisons that name a place", () => {
		const bias = positionBias([
			[of(firstPlace), of(forA)],
			[of(secondPlace), of(forB)],
			[of(firstPlace), of(tie)],
		]);
		expect(bias).toMatchObject({
			...{ comparisons: 6, decided: { value: 0.5 } },
			...{ first: { value: 2 / 3 }, ties: 1 / 6 },
		});
		expect(bias?.decided.low).toBeLessThan(0.5);
	});

	test("is unknown without comparisons in both orders", () => {
		expect(positionBias([[{ a: 0, b: 1, evidence: 1, orders: null }]])).toBe(
			null,
		);
	});

	test("of a judge without one is 0, with an interval", () => {
		const bias = positionBias([[of(forA)], [of(forB)]]);
		expect(bias).toMatchObject({ decided: { value: 0, low: 0 }, first: null });
		expect(bias?.decided.high).toBeGreaterThan(0.1);
	});
});
