import { describe, expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import {
	confidenceBins,
	confidenceOf,
	fitScale,
	logistic,
} from "./confidence.ts";

test("confidence is the sigmoid of evidence times scale, whichever answer it favours", () => {
	expect(confidenceOf(2, 0.5)).toBeCloseTo(0.731, 3);
	expect(confidenceOf(-2, 0.5)).toBeCloseTo(0.731, 3);
	expect(confidenceOf(0, 3)).toBe(0.5);
});

describe("a scale that is fitted to labels", () => {
	test("finds the one that made them", () => {
		const random = new RandomStream(1, "labels");
		const evidence = Array.from({ length: 20_000 }, () => {
			const size = 3 * random.uniform();
			return random.uniform() < logistic(0.7 * size) ? size : -size;
		});
		expect(fitScale(evidence)).toBeCloseTo(0.7, 1);
	});

	test("of equal evidence gives the share that agrees, one label of each kind added", () => {
		// 8 of 10 agree: mean target (8 * 9/10 + 2 * 1/4) / 10 = 0.77.
		const scale = fitScale([...Array(8).fill(2), ...Array(2).fill(-2)]) ?? 0;
		expect(confidenceOf(2, scale)).toBeCloseTo(0.77, 6);
	});

	test("is 0 for a judge that is wrong as often as right, and never certain", () => {
		expect(fitScale([1, -1, 1, -1, -2])).toBe(0);
		expect(confidenceOf(1, fitScale([1, 1, 1]) ?? 0)).toBeCloseTo(0.8, 6);
	});

	test("is unknown without a decision", () => {
		expect(fitScale([0, 0])).toBe(null);
		expect(fitScale([])).toBe(null);
	});
});

test("bins hold the share that is right, and 1 belongs to the last", () => {
	const bins = confidenceBins([
		{ confidence: 0.55, right: 0 },
		{ confidence: 0.58, right: 1 },
		{ confidence: 0.9, right: 1 },
		{ confidence: 1, right: 1 },
	]);
	expect(bins).toMatchObject([
		{ from: 0.5, to: 0.6, pairs: 2, confidence: 0.565, right: { value: 0.5 } },
		{ from: 0.9, to: 0.95, pairs: 1, right: { value: 1 } },
		{ from: 0.95, to: 1, pairs: 1, right: { value: 1 } },
	]);
	expect(bins[0]?.right.high).toBeLessThan(1);
});
