import { expect, test } from "vitest";
import { diskOf } from "./disk.ts";

const speed = {
	...{ start: 1, perStep: 1, perRun: 1, steps: 10 },
	...{ checkpoints: 2, checkpointBytes: 3e6, resultBytes: 1e6 },
};
const plan = {
	arms: [{ slug: "sft", rates: [1e-4, 2e-4, 4e-4], family: null }],
	seeds: [0, 1],
	halving: { arms: false },
} as const;
const speeds = new Map([["sft", speed]]);

test("with all kept: checkpoints of two finished runs and of two rates that stopped, and two results", () => {
	expect(diskOf(plan, speeds, "all")).toBe(4 * 2 * 3e6 + 2 * 1e6);
});

test("with models kept: checkpoints of the three rates at most, and two results", () => {
	expect(diskOf(plan, speeds, "models")).toBe(3 * 2 * 3e6 + 2 * 1e6);
	const seeds = [0, 1, 2, 3, 4];
	expect(diskOf({ ...plan, seeds }, speeds, "models")).toBe(
		5 * 2 * 3e6 + 5 * 1e6,
	);
});
