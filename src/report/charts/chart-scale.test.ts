import * as Plot from "@observablehq/plot";
import { expect, test } from "vitest";
import { breaksOf, chartScale, placedScale } from "./chart-scale.ts";

const language = "en";

function pixelsOf(values: readonly number[], zero: boolean) {
	const scale = chartScale({ values, zero, language });
	const plot = Plot.scale({ x: placedScale(scale, [0, 100]) });
	return { scale, at: (value: number) => plot.apply(value) as number };
}

test("usual values lie on one straight scale from zero", () => {
	const { scale, at } = pixelsOf([1, 2, 3, 4], true);
	expect(breaksOf(scale)).toEqual([]);
	expect(at(0)).toBe(0);
	expect(at(4) - at(2)).toBeCloseTo(at(2));
	expect(at(4)).toBeLessThan(100);
});

test("one value far off does not hide all others", () => {
	const { scale, at } = pixelsOf([0.01, 0.02, 0.03, 0.05, 4e9], true);
	expect(breaksOf(scale)).toHaveLength(1);
	expect(at(0.05)).toBeGreaterThan(70);
	expect(at(0.02) - at(0.01)).toBeGreaterThan(10);
	expect(at(4e9)).toBeLessThan(100);
	expect(scale.ticks).toContain(4e9);
	expect(scale.ticks).toContain(0.02);
});

test("outliers on both sides, order kept", () => {
	const { at } = pixelsOf([-1e6, 1, 2, 3, 4, 5, 1e6], false);
	const places = [-1e6, 1, 2, 5, 1e6].map(at);
	expect(places).toEqual(places.toSorted((a, b) => a - b));
	expect(places[0]).toBeGreaterThan(0);
	expect(places.at(-1)).toBeLessThan(100);
});

test.each([[[]], [[0]], [[5]], [[-3, -3]], [[1e300, -1e300]]])(
	"%j has a scale too",
	(values) => {
		for (const zero of [true, false]) {
			const { domain } = chartScale({ values, zero, language });
			expect(domain.every(Number.isFinite)).toBe(true);
			expect(domain[0]).toBeLessThan(domain.at(-1)!);
		}
	},
);
