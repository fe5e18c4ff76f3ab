import { expect, test } from "vitest";
import type { Units } from "../../../stats/unit.ts";
import { contrastsOf } from "./contrasts.ts";
import { partialOverRuns } from "./partial-over-runs.ts";
import { seedDifference } from "./seed-difference.ts";

/** Runs of three seeds on 40 questions, of which the first `right` are right, one more or fewer by seed. */
const runs = (right: number): Map<number, Units> =>
	new Map(
		[0, 1, 2].map((seed) => [
			seed,
			new Map(
				Array.from({ length: 40 }, (_, i) => [
					`q${i}`,
					{ sum: i < right + seed - 1 ? 1 : 0, weight: 1 },
				]),
			),
		]),
	);

test("a difference is paired by seed and question", () => {
	const found = seedDifference(runs(30), runs(10));
	expect(found?.value).toBeCloseTo(0.5, 12);
	expect(found?.low).toBeGreaterThan(0.2);
	expect(found?.high).toBeLessThan(0.8);
	expect(seedDifference(runs(30), new Map())).toBeNull();
});

test("the same difference in every seed is not certain", () => {
	const found = seedDifference(runs(11), runs(10));
	expect(found?.value).toBeCloseTo(1 / 40, 12);
	expect(found?.low).toBeLessThan(0);
});

test("contrasts are replicated, not replicated or reversed by their interval", () => {
	const right: Record<string, number> = {
		...{ harmonious: 30, incompatible: 10, "self-aligning": 10 },
		contextualised: 3,
	};
	const found = contrastsOf(["in-domain"], (arm) => runs(right[arm] ?? 0));
	expect(found.map(({ of, verdict }) => [of, verdict])).toEqual([
		["harmonious", "replicated"],
		["self-aligning", "not-replicated"],
		["contextualised", "reversed"],
	]);
	expect(found[0]?.paper).toEqual([0.113]);
});

test("a partial correlation over runs has an interval; with one role it is not defined", () => {
	const run = (i: number, roles: number) =>
		Array.from({ length: roles }, (_, role) => ({
			consistency: i / 20 + ((i * 7) % 5) / 40,
			accuracy: i / 20 + role / 3,
			baseAccuracy: 0.3 + role / 3,
		}));
	const all = (roles: number) =>
		Array.from({ length: 12 }, (_, i) => run(i, roles));
	const found = partialOverRuns(all(2));
	expect(found?.runs).toBe(12);
	expect(found?.value.value).toBeGreaterThan(0.5);
	expect(found?.value.low).toBeGreaterThan(0);
	expect(partialOverRuns(all(1))).toBeNull();
});
