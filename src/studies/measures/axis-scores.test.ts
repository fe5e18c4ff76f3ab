import { expect, test } from "vitest";
import { itemOf, taskResultOf } from "../../eval/testing/results.ts";
import { axisScores } from "./axis-scores.ts";

test("an axis has the noise of its task: none where nothing is drawn, none known with one seed", () => {
	const drawn = [itemOf("a", 0, { seed: 1 }), itemOf("a", 1, { seed: 2 })];
	const task = taskResultOf(drawn);
	expect(task.noise).toBeGreaterThan(0);
	expect(axisScores(task).axis.noise).toBe(task.noise);
	const greedy = taskResultOf([itemOf("a", 0), itemOf("b", 1)]);
	expect(axisScores(greedy).axis.noise).toBe(0);
	expect(axisScores(taskResultOf(drawn.slice(1))).axis.noise).toBe(0);
});
