import { expect, test } from "vitest";
import { meanCurve, pointsOf, thinned } from "./points.ts";

test("few points of many, the last among them", () => {
	const points = Array.from({ length: 1001 }, (_, step) => ({
		step,
		value: step,
	}));
	const few = thinned(points, 40);
	expect(few.length).toBeLessThan(43);
	expect(few.at(-1)!.step).toBe(1000);
	expect(thinned(points.slice(0, 3), 40)).toHaveLength(3);
});

test("a curve that ended early counts by its last value, and an empty one not at all", () => {
	const short = [
		{ step: 0, value: 0 },
		{ step: 10, value: 2 },
	];
	const long = [
		{ step: 0, value: 4 },
		{ step: 20, value: 8 },
	];
	expect(meanCurve([short, [], long])).toEqual([
		{ step: 0, value: 2 },
		{ step: 10, value: 4 },
		{ step: 20, value: 5 },
	]);
	expect(meanCurve([])).toEqual([]);
});

test("steps without a number are left out", () => {
	const curve = [
		{ step: 1, nll: 2 },
		{ step: 2, nll: null },
		{ step: 3, nll: Number.NaN },
	];
	expect(pointsOf(curve, ({ nll }) => nll)).toEqual([{ step: 1, value: 2 }]);
});
