import { expect, test } from "vitest";
import {
	entropy,
	mostProbable,
	optionKl,
	rankCorrelation,
} from "./compare-options.ts";
import {
	meanDistribution,
	optionProbabilities,
	softmax,
} from "./option-probabilities.ts";

const scored = (unconditional: readonly (number | null)[]) => ({
	score: 1,
	options: {
		gold: 0,
		listed: [0, 1],
		scores: [
			{ logProb: Math.log(0.3), tokens: 1, unconditional: unconditional[0]! },
			{ logProb: Math.log(0.09), tokens: 2, unconditional: unconditional[1]! },
		],
	},
});

test("probabilities of options as sums, per token and against the unconditional likelihood", () => {
	const item = scored([Math.log(0.6), Math.log(0.06)]);
	const sum = optionProbabilities(item, "sum");
	expect(sum?.[0]).toBeCloseTo(0.3 / 0.39, 12);
	const tokens = optionProbabilities(item, "tokens");
	expect(tokens?.[0]).toBeCloseTo(0.5, 12);
	// 0.3 / 0.6 against 0.09 / 0.06.
	const relative = optionProbabilities(item, "unconditional");
	expect(relative?.[0]).toBeCloseTo(0.25, 12);
});

test("an item without what is asked for has no probabilities", () => {
	expect(optionProbabilities(scored([null, -1]), "unconditional")).toBeNull();
	expect(optionProbabilities({ score: 1 }, "sum")).toBeNull();
	const failed = { ...scored([-1, -1]), score: null };
	expect(optionProbabilities(failed, "sum")).toBeNull();
});

test("a softmax of very low scores is one of their differences; a temperature flattens it", () => {
	expect(softmax([-2000, -2000 + Math.log(3)])[1]).toBeCloseTo(0.75, 10);
	expect(softmax([0, Math.log(9)], 2)[1]).toBeCloseTo(0.75, 12);
});

test("the mean of several orders", () => {
	expect(
		meanDistribution([
			[0.2, 0.8],
			[0.6, 0.4],
		]),
	).toEqual([0.4, expect.closeTo(0.6, 12)]);
	expect(meanDistribution([])).toBeNull();
});

test("divergence, entropy and ranks by hand", () => {
	const wanted = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);
	expect(optionKl([0.5, 0.5], [0.25, 0.75])).toBeCloseTo(wanted, 12);
	expect(optionKl([1, 0], [1, 0])).toBe(0);
	expect(optionKl([0.5, 0.5], [1, 0])).toBeGreaterThan(100);
	expect(Number.isFinite(optionKl([0.5, 0.5], [1, 0]))).toBe(true);
	expect(entropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(Math.log(4), 12);
	expect(entropy([1, 0])).toBe(0);
	expect(rankCorrelation([0.1, 0.2, 0.7], [0.2, 0.1, 0.7])).toBeCloseTo(
		0.5,
		12,
	);
	expect(rankCorrelation([0.5, 0.5], [0.2, 0.8])).toBeNull();
	expect(mostProbable([0.2, 0.4, 0.4])).toBe(1);
});
