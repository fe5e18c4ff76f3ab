import { expect, test } from "vitest";
import type { StepEvent } from "../../../runs/events.ts";
import { monitorPoints } from "./monitor-points.ts";

function logged(step: number, parts: Partial<StepEvent> = {}): StepEvent {
	const event = {
		...{ kind: "step", step, gradNorm: step, supervisedTokens: 4 },
		...{ monitors: null, pairs: null },
		...parts,
	};
	return event as StepEvent;
}

const steps = (count: number) =>
	Array.from({ length: count }, (_, at) => logged(at + 1));

test("a few points, each the mean since the one before, the last step among them", () => {
	const points = monitorPoints(steps(103));
	expect(points.map(({ step }) => step)).toEqual([
		...[10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 103],
	]);
	expect(points[0]?.gradNorm).toBe(5.5);
	expect(points.at(-1)?.gradNorm).toBe(102);
	for (const count of [1, 20, 21, 999, 40_000])
		expect(monitorPoints(steps(count)).length).toBeLessThan(22);
	expect(monitorPoints([])).toEqual([]);
});

test("what an objective does not define is null, and so is what is no number", () => {
	const points = monitorPoints([
		logged(1, { gradNorm: Number.NaN }),
		logged(2, { gradNorm: Infinity, supervisedTokens: 0 }),
	]);
	for (const { step: _, ...values } of points)
		expect(new Set(Object.values(values))).toEqual(new Set([null]));
});

test("pairs are kept, and digits that nobody reads are not", () => {
	const pairs = { accuracy: 2 / 3, margin: 0.1, chosenDelta: -0.2 };
	const [point] = monitorPoints([
		logged(1, { pairs: pairs as StepEvent["pairs"] }),
	]);
	expect(point).toMatchObject({
		...{ pairAccuracy: 0.66667, pairMargin: 0.1, chosenDelta: -0.2 },
	});
});
