import { describe, expect, test } from "vitest";
import { RandomStream } from "../core/random.ts";
import { createPlan, planStep } from "./plan-step.ts";

const random = new RandomStream(1, "test");
const lengths = Array.from({ length: 103 }, () => 1 + random.integer(300));
const options = { lengths, rowsPerStep: 16, tokensPerMicroBatch: 512, seed: 9 };
const numeric = (a: number, b: number) => a - b;

describe("a plan", () => {
	const plan = createPlan(options);
	const rowsOfStep = (k: number) => plan.step(k).microBatches.flat();

	test("every example once per epoch, the last step short", () => {
		expect(plan.stepsPerEpoch).toBe(7);
		for (const epoch of [0, 1, 2]) {
			const steps = Array.from({ length: 7 }, (_, i) =>
				rowsOfStep(epoch * 7 + i),
			);
			expect(steps.map((rows) => rows.length)).toEqual([
				16, 16, 16, 16, 16, 16, 7,
			]);
			expect(steps.flat().sort(numeric)).toEqual([...lengths.keys()]);
		}
		expect(rowsOfStep(0)).not.toEqual(rowsOfStep(7));
		expect(plan.step(6).epoch).toBe(0);
		expect(plan.step(7).epoch).toBe(1);
	});

	test("a step asked for alone is the step of the whole", () => {
		const inOrder = Array.from({ length: 20 }, (_, k) => plan.step(k));
		for (const step of [19, 0, 13, 7]) {
			expect(planStep({ ...options, step })).toEqual(inOrder[step]);
		}
	});

	test("which rows a step holds does not depend on the size of micro-batches", () => {
		for (const tokensPerMicroBatch of [1, 100, 1e6]) {
			const other = createPlan({ ...options, tokensPerMicroBatch });
			for (let k = 0; k < 10; k++) {
				expect(other.step(k).microBatches.flat().sort(numeric)).toEqual(
					rowsOfStep(k).sort(numeric),
				);
			}
		}
	});

	test("another seed, another order", () => {
		expect(planStep({ ...options, seed: 10, step: 0 })).not.toEqual(
			plan.step(0),
		);
	});

	test.each([
		[{ lengths: [] }, /training rows: expected at least one/],
		[{ rowsPerStep: 0 }, /rowsPerStep: expected a whole number from 1/],
		[{ tokensPerMicroBatch: 1.5 }, /tokensPerMicroBatch: expected/],
	])("refuses %j", (bad, sentence) => {
		expect(() => createPlan({ ...options, ...bad })).toThrow(sentence);
	});
});
