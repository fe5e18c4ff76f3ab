import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import { samplePosterior } from "./sample.ts";

const effort = { particles: 1000, moves: 3, last: 5 };

test("a normal likelihood gives the conjugate posterior", () => {
	// x ~ N(0, 1) and 2 = x + noise of variance 1/25: mean 2 * 25/26, variance 1/26. y keeps its prior.
	const draws = samplePosterior(
		(z) => (-25 * (2 - (z[0] as number)) ** 2) / 2,
		2,
		effort,
		new RandomStream(1, "sample"),
	);
	const moments = (i: number) => {
		const values = draws.map((z) => z[i] as number);
		const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
		return {
			mean,
			variance:
				values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length,
		};
	};
	expect(Math.abs(moments(0).mean - 50 / 26)).toBeLessThan(0.03);
	expect(Math.abs(26 * moments(0).variance - 1)).toBeLessThan(0.2);
	expect(Math.abs(moments(1).mean)).toBeLessThan(0.15);
	expect(Math.abs(moments(1).variance - 1)).toBeLessThan(0.2);
});

test("two modes are both kept", () => {
	const draws = samplePosterior(
		(z) => -50 * (Math.abs(z[0] as number) - 1) ** 2,
		1,
		effort,
		new RandomStream(1, "sample"),
	);
	const right = draws.filter(([x]) => (x as number) > 0).length;
	expect(right).toBeGreaterThan(300);
	expect(right).toBeLessThan(700);
});

test("a likelihood of zero somewhere is no obstacle", () => {
	const draws = samplePosterior(
		(z) => ((z[0] as number) > 0 ? 0 : Number.NaN),
		1,
		effort,
		new RandomStream(1, "sample"),
	);
	expect(draws.every(([x]) => (x as number) > 0)).toBe(true);
});
