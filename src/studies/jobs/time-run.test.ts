import { expect, test } from "vitest";
import { speedOfStages } from "./time-run.ts";

const speed = {
	...{ start: 2, perStep: 0.1, perRun: 1, steps: 30 },
	...{ checkpoints: 1, checkpointBytes: 300, resultBytes: 100 },
};

test("the speed of stages is that of one run: it starts once, and steps take their mean", () => {
	expect(speedOfStages([speed])).toBe(speed);
	const second = { ...speed, start: 5, perStep: 0.5, steps: 10 };
	expect(speedOfStages([speed, second])).toEqual({
		...{ start: 2, steps: 40, perStep: expect.closeTo(0.2, 12) },
		// Both stages' own part, and the start of the second.
		perRun: 1 + 1 + 5,
		...{ checkpoints: 2, checkpointBytes: 300 },
		// A result for each stage, and the copy in the run's folder.
		resultBytes: 300,
	});
});
