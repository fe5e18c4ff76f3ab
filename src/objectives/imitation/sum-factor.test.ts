import { expect, test } from "vitest";
import { brakeBeta, fittingFactor, preferenceBeta } from "./sum-factor.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

test("beta of minor-sft halves the weight of an answer that has moved as expected, whatever its length", () => {
	for (const [tokens, nll] of [
		[5, 2.5],
		[45, 1.5],
		[500, 0.1],
	] as const) {
		const beta = fittingFactor(brakeBeta, { tokens, nll }) as number;
		const delta = (tokens * nll) / 5;
		expect(2 * sigmoid(-beta * delta)).toBeCloseTo(0.5, 1);
	}
	// 500 tokens at 0.02 nats each are Delta = 10.
	expect(fittingFactor(brakeBeta, { tokens: 500, nll: 0.1 })).toBe(0.11);
	expect(fittingFactor(brakeBeta, { tokens: 5, nll: 2.5 })).toBe(0.44);
});

test("beta of preferences is the usual 0.1 at 200 tokens, and grows as answers get shorter", () => {
	expect(fittingFactor(preferenceBeta, { tokens: 200, nll: 2 })).toBe(0.1);
	expect(fittingFactor(preferenceBeta, { tokens: 20, nll: 2 })).toBe(1);
	expect(fittingFactor(preferenceBeta, { tokens: 0, nll: 2 })).toBeNull();
	expect(fittingFactor(brakeBeta, { tokens: 9, nll: 0 })).toBeNull();
});
