import { expect, test } from "vitest";
import { mean, meanOf, meanPerToken } from "./mean.ts";

test("a mean per token weighs tokens, and its interval rows", () => {
	// Sums -6 and -2 over 2 and 2 tokens: ratio -2; residuals -2 and 2.
	const both = meanPerToken([Float32Array.of(-2, -4), Float32Array.of(-1, -1)]);
	const error = Math.sqrt((8 * 2) / 1) / 4;
	expect(both?.value).toBe(-2);
	// Two rows: Student's quantile with one degree of freedom.
	expect(both?.low).toBeCloseTo(-2 - 12.706205 * error, 4);
	expect(both?.high).toBeCloseTo(-2 + 12.706205 * error, 4);
	expect(
		meanPerToken([Float32Array.of(1, 2, 3), Float32Array.of(6)])?.value,
	).toBe(3);
	const one = { value: 2, low: 2, high: 2 };
	expect(meanPerToken([Float32Array.of(1, 3)])).toEqual(one);
	expect(meanPerToken([])).toBeNull();
	expect(meanPerToken([new Float32Array()])).toBeNull();
});

test("a mean of few values has Student's interval", () => {
	const { value, low, high } = meanOf([1, 2, 3, 4]);
	expect(value).toBe(2.5);
	expect(high - low).toBeCloseTo(2 * 3.182446 * Math.sqrt(5 / 3 / 4), 5);
	expect(meanOf([7])).toEqual({ value: 7, low: 7, high: 7 });
	expect(mean([])).toBeNull();
});
