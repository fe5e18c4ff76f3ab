import { expect, test } from "vitest";
import { createPlan } from "../data/plan-step.ts";
import type { Prepared } from "./prepare.ts";
import { groupsMet } from "./stage-reference.ts";

const train = Array.from(
	{ length: 20 },
	() => [],
) as Prepared["train"][number][];
const plan = createPlan({
	lengths: train.map(() => 4),
	rowsPerStep: 3,
	tokensPerMicroBatch: 8,
	seed: 1,
});

test("a run scores the rows that its steps meet, and no others", () => {
	const met = groupsMet({ plan, steps: 4, train });
	const planned = [0, 1, 2, 3].flatMap((step) =>
		plan.step(step).microBatches.flat(),
	);
	expect(new Set(met)).toEqual(new Set(planned.map((index) => train[index])));
	expect(met).toHaveLength(12);
});

test("a whole epoch and more meets all, each once", () => {
	for (const steps of [plan.stepsPerEpoch, 3 * plan.stepsPerEpoch])
		expect(groupsMet({ plan, steps, train })).toEqual(train);
	const twice = [...train, ...train];
	expect(groupsMet({ plan, steps: 100, train: twice })).toHaveLength(20);
});
