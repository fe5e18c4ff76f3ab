import { describe, expect, it } from "vitest";
import { TemperError } from "../core/error.ts";
import { gradientScale } from "./gradient-scale.ts";

describe("gradientScale", () => {
	it("takes one norm over all tensors: 3, 4 and 12 give 13", () => {
		const gradients = [Float32Array.of(3, 4), Float32Array.of(12)];
		expect(gradientScale(gradients, 1, null)).toEqual({ norm: 13, scale: 1 });
	});

	it("divides by the weight before it measures and clips", () => {
		const gradients = [Float32Array.of(3, 4), Float32Array.of(12)];
		const { norm, scale } = gradientScale(gradients, 2, 1);
		expect(norm).toBe(6.5);
		expect(scale).toBeCloseTo(1 / (6.5 + 1e-6) / 2, 12);
	});

	it("never enlarges a small gradient", () => {
		expect(gradientScale([Float32Array.of(0.5)], 1, 1)).toEqual({
			norm: 0.5,
			scale: 1,
		});
		expect(gradientScale([new Float32Array(3)], 1, 1).scale).toBe(1);
	});

	it("counts every value, whatever the length, in float64", () => {
		for (const size of [1, 2, 3, 5, 1001]) {
			const ones = new Float32Array(size).fill(3e19);
			const { norm } = gradientScale([ones], 1, null);
			expect(norm / (Math.fround(3e19) * Math.sqrt(size))).toBeCloseTo(1, 12);
		}
	});

	it("hands back a norm that is not finite", () => {
		const broken = [Float32Array.of(1, Number.NaN)];
		expect(gradientScale(broken, 1, 1).norm).toBeNaN();
	});

	it.each([0, -1, Number.NaN])("refuses the weight %d", (weight) => {
		expect(() => gradientScale([], weight, 1)).toThrow(TemperError);
	});
});
