import { expect, test } from "vitest";
import { startDesign } from "./start.ts";
import type { Question } from "./step.ts";

const split = (budget: number, share: number) => ({
	demonstrations: Math.round(budget * (1 - share)),
	pairs: Math.round(budget * share),
});

const question = (shares: readonly number[]): Question => ({
	budgets: [1000, 100, 400],
	prices: { demonstration: 1, pair: 1 },
	splits: (budget) =>
		Array.from({ length: 11 }, (_, i) => split(budget, i / 10)),
	candidates: [100, 400, 1000].flatMap((budget) =>
		shares.map((share) => split(budget, share)),
	),
	seeds: [7, 8, 9],
	cost: () => 1,
	batch: 1,
	stop: { regret: null, interval: null, trials: null },
});

test("extremes, middles and a second seed", () => {
	expect(startDesign(question([0, 0.25, 0.5, 0.75, 1]))).toEqual([
		{ ...split(1000, 0), seed: 7 },
		{ ...split(1000, 1), seed: 7 },
		{ ...split(100, 0), seed: 7 },
		{ ...split(100, 1), seed: 7 },
		{ ...split(1000, 0.5), seed: 7 },
		{ ...split(400, 0.5), seed: 7 },
		{ ...split(1000, 0.75), seed: 7 },
		{ ...split(1000, 0), seed: 8 },
		{ ...split(1000, 1), seed: 8 },
	]);
});

test("no allocation is taken twice if there are few candidates", () => {
	const trials = startDesign({ ...question([0, 1]), seeds: [7] });
	expect(new Set(trials.map((x) => JSON.stringify(x))).size).toBe(
		trials.length,
	);
});
