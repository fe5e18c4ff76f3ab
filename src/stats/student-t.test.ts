import { expect, test } from "vitest";
import { betaShare, tQuantile, tTail } from "./student-t.ts";

test("quantiles are those of printed tables", () => {
	expect(tQuantile(0.025, 1)).toBeCloseTo(12.7062, 4);
	expect(tQuantile(0.025, 2)).toBeCloseTo(4.30265, 4);
	expect(tQuantile(0.05, 10)).toBeCloseTo(1.81246, 4);
	expect(tQuantile(0.005, 30)).toBeCloseTo(2.75, 3);
	expect(tQuantile(0.025, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959964, 5);
});

test("tails on both sides of 0 add up to 1", () => {
	expect(tTail(1.3, 4.5) + tTail(-1.3, 4.5)).toBeCloseTo(1, 12);
	expect(tTail(0, 7)).toBeCloseTo(0.5, 12);
});

test("the incomplete beta function gives tails of binomial distributions", () => {
	// P(X >= 7 of 8 at 1/2) = 9 / 256.
	expect(betaShare(0.5, 7, 2)).toBeCloseTo(9 / 256, 12);
});
