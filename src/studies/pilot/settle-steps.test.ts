import { expect, test } from "vitest";
import { workOf } from "./plan/advance.ts";
import { stepsWithin } from "./settle-steps.ts";

const plan = {
	arms: [{ slug: "a", rates: [1, 2] }],
	seeds: [0, 1],
	halving: { arms: false },
	timed: true,
} as const;

test("all steps and measures fit into the time, in whole eighths", () => {
	const time = {
		...{ minutes: 10, seats: 2 },
		...{ secondsPerStep: 0.5, secondsPerMeasure: 20 },
	};
	const steps = stepsWithin(plan, time);
	expect(steps % 8).toBe(0);
	const { runs, test: tests, tuning } = workOf(plan);
	const spent =
		runs * steps * 0.5 + (tests + tuning / 2) * 20 + 3 * (tests + tuning);
	expect(spent).toBeLessThanOrEqual(10 * 60 * 2 * 0.75);
	expect(spent).toBeGreaterThan(10 * 60 * 2 * 0.6);
});

test("a time that is too short still gives some steps", () => {
	const time = {
		...{ minutes: 0.01, seats: 1 },
		...{ secondsPerStep: 5, secondsPerMeasure: 60 },
	};
	expect(stepsWithin(plan, time)).toBe(8);
});
