import { expect, it } from "vitest";
import type { TunedDiagnosis } from "./diagnosis.ts";
import { partialCorrelationOf } from "./partial-correlation.ts";

const at = (value: number) => ({ value, low: value, high: value });

/** A tuned model with a task for each [consistency, accuracy, base's accuracy]. */
const tuned = (...tasks: readonly (readonly [number, number, number])[]) =>
	({
		tasks: tasks.map(([rank, accuracy, base]) => ({
			rankCorrelation: at(rank),
			score: { base: at(base), tuned: at(accuracy) },
		})),
	}) as unknown as TunedDiagnosis;

const runs = [
	[0.1, 0.3, 0.5],
	[0.4, 0.2, 0.6],
	[0.3, 0.5, 0.4],
	[0.8, 0.6, 0.7],
	[0.6, 0.9, 0.3],
	[0.9, 0.8, 0.8],
] as const;

it("needs five models", () => {
	expect(
		partialCorrelationOf(runs.slice(0, 4).map((one) => tuned(one))),
	).toBeNull();
	const found = partialCorrelationOf(runs.map((one) => tuned(one)));
	expect(found).toMatchObject({ runs: 6, observations: 6 });
	expect(found?.value.value).toBeGreaterThan(0.5);
});

it("does not take the tasks of one model for independent models", () => {
	const once = partialCorrelationOf(runs.map((one) => tuned(one)));
	const thrice = partialCorrelationOf(runs.map((one) => tuned(one, one, one)));
	expect(thrice).toMatchObject({ runs: 6, observations: 18 });
	expect(thrice?.value.value).toBeCloseTo(once?.value.value ?? 0, 10);
	const width = (found: typeof once) =>
		(found?.value.high ?? 0) - (found?.value.low ?? 0);
	// Fisher's interval of 18 independent pairs would be about half as wide as that of 6.
	expect(width(thrice)).toBeGreaterThan(0.7 * width(once));
});
