import { expect, test } from "vitest";
import { stageShares, stepsOfStages } from "./stage-shares.ts";

const steps = (count: number) => ({
	length: { kind: "steps" as const, count },
});
const epochs = (count: number) => ({
	length: { kind: "epochs" as const, count },
});

test("stages count by their lengths in one unit, and alike in two", () => {
	expect(stageShares([steps(30), steps(10)])).toEqual([0.75, 0.25]);
	expect(stageShares([epochs(1), epochs(3)])).toEqual([0.25, 0.75]);
	expect(stageShares([epochs(3), steps(100)])).toEqual([0.5, 0.5]);
});

test("steps are divided in proportion, add up, and leave no stage without one", () => {
	expect(stepsOfStages(100, [0.9, 0.1])).toEqual([90, 10]);
	expect(stepsOfStages(7, [0.5, 0.5])).toEqual([4, 3]);
	expect(stepsOfStages(10, [1 / 3, 1 / 3, 1 / 3])).toEqual([4, 3, 3]);
	expect(stepsOfStages(4, [0.98, 0.01, 0.01])).toEqual([2, 1, 1]);
});
