import { expect, it } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { exponential } from "./exponential.ts";

it("agrees with Math.exp wherever that is a normal number", () => {
	const random = new RandomStream(1, "exponential");
	for (let i = 0; i < 20_000; i++) {
		const sign = i % 2 === 0 ? -1 : 1;
		const x = sign * 706.9 * random.uniform() ** 3;
		expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-11);
	}
});

it("is exact at 0, small at one end and 0 beyond, infinite beyond the other", () => {
	expect(exponential(0)).toBe(1);
	expect(exponential(-744)).toBeLessThan(1e-322);
	expect(exponential(-746)).toBe(0);
	expect(exponential(Number.NEGATIVE_INFINITY)).toBe(0);
	expect(exponential(707)).toBe(Number.POSITIVE_INFINITY);
	expect(exponential(Number.NaN)).toBeNaN();
});
