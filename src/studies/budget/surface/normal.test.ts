import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import { normalAbove, normalBelow, wedge } from "./normal.ts";

test("probabilities of the standard normal distribution", () => {
	expect(normalBelow(0)).toBeCloseTo(0.5, 6);
	expect(normalBelow(1.959964)).toBeCloseTo(0.975, 6);
	expect(normalBelow(-6) / 9.8659e-10).toBeCloseTo(1, 4);
});

test("wedges have their known probabilities", () => {
	// u > 0 and v < u: three eighths of the plane.
	expect(wedge(0, 0, 1)).toBeCloseTo(3 / 8, 5);
	expect(wedge(-Infinity, 0.7, 0)).toBeCloseTo(normalBelow(0.7), 5);
	expect(wedge(1, 0.3, 0)).toBeCloseTo(normalBelow(-1) * normalBelow(0.3), 6);
	expect(wedge(5, 9, 0) / normalBelow(-5)).toBeCloseTo(1, 3);
});

test.each([
	[-0.5, 0.50916],
	[2, 2.37322],
])("the mean above %d is %d", (least, mean) => {
	const random = new RandomStream(1, "normal");
	const values = Array.from({ length: 20_000 }, () =>
		normalAbove(least, random),
	);
	expect(Math.min(...values)).toBeGreaterThanOrEqual(least);
	const found = values.reduce((sum, x) => sum + x, 0) / values.length;
	expect(Math.abs(found - mean)).toBeLessThan(0.015);
});
