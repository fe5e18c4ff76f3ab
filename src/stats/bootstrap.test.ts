import { describe, expect, it } from "vitest";
import { RandomStream } from "../core/random.ts";
import { bootstrap } from "./bootstrap.ts";

const meanOf = (values: readonly number[]) => (picked: Int32Array) =>
	picked.reduce((sum, i) => sum + (values[i] as number), 0) / picked.length;

describe("bootstrap", () => {
	it("of 0 and 1 reaches from 0 to 1: a quarter of resamples is all 0", () => {
		const found = bootstrap(2, meanOf([0, 1]));
		expect(found).toEqual({ value: 0.5, low: 0, high: 1 });
	});

	it("is as wide as the normal interval where there is enough of it", () => {
		const random = new RandomStream(1, "values");
		const values = Array.from({ length: 400 }, () => random.normal());
		const { value, low, high } = bootstrap(400, meanOf(values));
		const variance = values.reduce((sum, x) => sum + (x - value) ** 2, 0) / 399;
		const half = 1.96 * Math.sqrt(variance / 400);
		expect((high - low) / 2 / half).toBeGreaterThan(0.93);
		expect((high - low) / 2 / half).toBeLessThan(1.07);
	});

	it("repeats with its seed, and with another differs", () => {
		const values = [3, 1, 4, 1, 5, 9, 2, 6];
		const at = (seed: number) => bootstrap(8, meanOf(values), seed);
		expect(at(7)).toEqual(at(7));
		expect(at(7)).not.toEqual(at(8));
	});

	it("holds the truth in about 95 of 100 samples", () => {
		let held = 0;
		for (let sample = 0; sample < 200; sample++) {
			const random = new RandomStream(sample, "coverage");
			const values = Array.from({ length: 60 }, () => random.uniform());
			const { low, high } = bootstrap(60, meanOf(values), sample);
			held += Number(low <= 0.5 && high >= 0.5);
		}
		expect(held).toBeGreaterThanOrEqual(183);
		expect(held).toBeLessThanOrEqual(198);
	});
});
