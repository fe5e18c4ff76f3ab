import { expect, test } from "vitest";
import { mean, meanOf, perToken, winRate } from "./estimate.ts";

test("a mean per token weighs tokens, and its interval rows", () => {
	// Sums -6 and -2 over 2 and 2 tokens: ratio -2; residuals -2 and 2.
	const both = perToken([Float32Array.of(-2, -4), Float32Array.of(-1, -1)]);
	const error = Math.sqrt((8 * 2) / 1) / 4;
	expect(both?.value).toBe(-2);
	expect(both?.low).toBeCloseTo(-2 - 1.959964 * error, 9);
	expect(both?.high).toBeCloseTo(-2 + 1.959964 * error, 9);
	expect(perToken([Float32Array.of(1, 2, 3), Float32Array.of(6)])?.value).toBe(
		3,
	);
	const one = { value: 2, low: 2, high: 2 };
	expect(perToken([Float32Array.of(1, 3)])).toEqual(one);
	expect(perToken([])).toBeNull();
	expect(perToken([new Float32Array()])).toBeNull();
});

test("a mean of values, with the usual interval", () => {
	const { value, low, high } = meanOf([1, 2, 3, 4]);
	expect(value).toBe(2.5);
	expect(high - low).toBeCloseTo(2 * 1.959964 * Math.sqrt(5 / 3 / 4), 9);
	expect(meanOf([7])).toEqual({ value: 7, low: 7, high: 7 });
	expect(mean([])).toBeNull();
});

test("a win rate has Wilson's interval, inside 0 to 1 even where all were won", () => {
	// 8 of 10 at 95%: 0.490 to 0.943 (Wilson 1927).
	const most = winRate([1, 2, 3, 4, 5, 6, 7, 8, -1, -2]);
	expect(most.value).toBe(0.8);
	expect(most.low).toBeCloseTo(0.4902, 4);
	expect(most.high).toBeCloseTo(0.9433, 4);
	const all = winRate([1, 1, 1]);
	expect(all.value).toBe(1);
	expect(all.low).toBeGreaterThan(0.4);
	expect(all.high).toBeLessThanOrEqual(1 + 1e-12);
	expect(winRate([0, 0]).value).toBe(0.5);
});

test("a share stays within 0 and 1, whatever rounding does", () => {
	for (let n = 1; n < 200; n++) {
		expect(winRate(Array(n).fill(1)).high).toBeLessThanOrEqual(1);
		expect(winRate(Array(n).fill(-1)).low).toBeGreaterThanOrEqual(0);
	}
});
