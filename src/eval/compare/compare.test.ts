import { describe, expect, it } from "vitest";
import { itemOf, resultOf, taskResultOf } from "../testing/results.ts";
import { compare } from "./compare.ts";

const scores = (values: readonly (number | null)[]) =>
	values.map((score, i) => itemOf(`q${i}`, score));

function compared(
	base: Parameters<typeof taskResultOf>,
	tuned: Parameters<typeof taskResultOf>,
) {
	const results = [
		resultOf("base", taskResultOf(...base)),
		resultOf("tuned", taskResultOf(...tuned)),
	] as const;
	return compare(...results).tasks[0]!;
}

describe("comparison with the base", () => {
	it("pairs items, counts flips and shows them", () => {
		const base = scores([1, 1, 1, 0, 0, 0, 0, 0]);
		const tuned = scores([0, 1, 1, 1, 1, 1, 0, 0]);
		const found = compared([base], [tuned]);
		expect(found.base?.value).toBe(3 / 8);
		expect(found.tuned?.value).toBe(5 / 8);
		expect(found.difference?.value).toBe(2 / 8);
		// 2 (1 + 4) / 2^4
		expect(found.mcnemar).toEqual({
			...{ rightToWrong: 1, wrongToRight: 3 },
			p: expect.closeTo(0.625, 10),
		});
		expect(found.rightToWrong).toEqual([
			{ id: "q0", prompt: "q0", expected: "yes", base: "yes", tuned: "no" },
		]);
		expect(found.wrongToRight.map(({ id }) => id)).toEqual(["q3", "q4", "q5"]);
	});

	it("is narrow where both answer alike, however wide either is", () => {
		const base = Array.from({ length: 100 }, (_, i) => i % 2);
		const tuned = base.map((score, i) => (i === 0 ? 1 : score));
		const { difference, base: before } = compared(
			[scores(base)],
			[scores(tuned)],
		);
		expect(difference?.value).toBeCloseTo(0.01, 12);
		expect(difference!.high - difference!.low).toBeLessThan(0.12);
		expect(before!.high - before!.low).toBeGreaterThan(0.18);
	});

	it("leaves out what either has no score for, and says how many", () => {
		const found = compared(
			[scores([1, null, 0, 1])],
			[scores([1, 1, null, 0])],
		);
		expect(found.questions).toBe(2);
		expect(found.unpaired).toBe(2);
		expect(found.difference?.value).toBe(-0.5);
	});

	it("counts seeds of one question as one question", () => {
		const items = (values: readonly number[]) =>
			values.map((score, i) => itemOf(`q${i >> 1}`, score, { seed: i % 2 }));
		const found = compared([items([0, 0, 1, 0])], [items([1, 1, 1, 1])]);
		expect(found.questions).toBe(2);
		expect(found.difference?.value).toBe(0.75);
		expect(found.mcnemar?.wrongToRight).toBe(2);
	});

	it("weighs means by tokens, and has no flips of them", () => {
		const nll = (values: readonly number[]) =>
			values.map((score, i) =>
				itemOf(`q${i}`, score, { weight: i === 0 ? 30 : 10 }),
			);
		const metric = { metric: "mean", better: "lower" } as const;
		const found = compared([nll([2, 1]), metric], [nll([1, 3]), metric]);
		expect(found.difference?.value).toBeCloseTo(
			(30 + 30) / 40 - (60 + 10) / 40,
			12,
		);
		expect(found.mcnemar).toBeNull();
		expect(found.wrongToRight).toEqual([]);
	});

	it("pairs the lengths of answers", () => {
		const tokens = (values: readonly number[]) =>
			values.map((count, i) => itemOf(`q${i}`, 1, { tokens: count }));
		const found = compared([tokens([3, 5])], [tokens([4, 10])]);
		expect(found.length?.value).toBe(3);
	});

	it("takes the noise of the base", () => {
		const base = [itemOf("a", 0, { seed: 1 }), itemOf("a", 1, { seed: 2 })];
		const tuned = [itemOf("a", 1, { seed: 1 }), itemOf("a", 1, { seed: 2 })];
		expect(compared([base], [tuned]).noise).toBeCloseTo(
			1.959964 * Math.SQRT1_2,
			6,
		);
	});

	it("refuses other tasks, other rows, and nothing in common", () => {
		const items = scores([1]);
		expect(() => compared([items], [items, { hash: "other" }])).toThrow(
			/task sums: expected the same task, rows and scorer/,
		);
		const inputs = [{ path: "rows.jsonl", bytes: 1, sha256: "x" }];
		expect(() => compared([items], [items, { inputs }])).toThrow(/same task/);
		expect(() => compared([items], [items, { name: "others" }])).toThrow(
			/at least one task that both have/,
		);
	});
});
