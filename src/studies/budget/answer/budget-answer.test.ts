import { describe, expect, test } from "vitest";
import type { Allocation } from "../allocation.ts";
import { budgetResultSchema } from "../budget-result.ts";
import { fitSurface } from "../surface/fit-surface.ts";
import { type Asked, budgetAnswer } from "./budget-answer.ts";
import { splitsOf } from "./splits.ts";
import { knownSurface, measuredAt } from "./testing/known-surface.ts";

const equal = { demonstration: 1, pair: 1 };
const plenty = { demonstrations: 1000, pairs: 1000 };

function asked({
	prices = equal,
	budgets = [100],
	rows = plenty,
	...rest
}: Pick<Asked, "surface" | "observations"> & {
	readonly prices?: Asked["question"]["prices"];
	readonly budgets?: readonly number[];
	readonly rows?: Allocation;
	readonly cells?: Asked["cells"];
}): Asked {
	const splits = (budget: number) => splitsOf(budget, prices, rows);
	return { question: { budgets, prices, splits }, rows, cells: [], ...rest };
}

/** 50 demonstrations give 0.5 and 30 pairs 0.3; more of them give nothing. */
const capped = knownSurface(
	(s, p) => Math.min(s, 50) / 100 + Math.min(p, 30) / 100,
);

const same = (value: number) => ({
	value: expect.closeTo(value, 9),
	low: expect.closeTo(value, 9),
	high: expect.closeTo(value, 9),
});

describe("the answer for a budget", () => {
	const observations = measuredAt([100, 0], [0, 100], [50, 50]);

	test("is the best split, with both kinds alone", () => {
		const { answers } = budgetAnswer(
			asked({ surface: capped, observations, budgets: [60, 100] }),
		);
		expect(answers[0]).toMatchObject({
			...{ budget: 60, extrapolated: false, measured: false },
			score: same(0.6),
			demonstrationsAlone: same(0.5),
			pairsAlone: same(0.3),
		});
		expect(answers[1]).toMatchObject({ budget: 100, score: same(0.8) });
		expect(answers[1]?.along.at(0)).toMatchObject({ share: 0, pairs: 0 });
		expect(answers[1]?.along.at(-1)).toMatchObject({ share: 1, pairs: 100 });
	});

	test("knows what was measured and what lies beyond", () => {
		const of = (cells: readonly (readonly [number, number])[]) =>
			budgetAnswer(
				asked({ surface: peaked, observations: measuredAt(...cells) }),
			).answers[0];
		expect(of([[50, 50]])).toMatchObject({ measured: true });
		expect(
			of([
				[100, 0],
				[0, 100],
			]),
		).toMatchObject({
			...{ measured: false, extrapolated: false },
		});
		expect(
			of([
				[100, 0],
				[0, 49],
			]),
		).toMatchObject({ extrapolated: true });
	});

	test("says that rows in hand limit it", () => {
		const limited = (pairs: number) =>
			budgetAnswer(
				asked({
					...{ surface: capped, observations },
					rows: { demonstrations: 1000, pairs },
				}),
			).answers[0];
		expect(limited(20)).toMatchObject({
			...{ pairs: 20, limitedByRows: true, pairsAlone: null },
			score: same(0.7),
		});
		expect(limited(1000)).toMatchObject({ limitedByRows: false });
	});

	test("has regret where draws disagree", () => {
		// Half of the posterior wants all demonstrations, half all pairs, which is a little better.
		const surface = knownSurface(
			(s) => s / 1000,
			(_, p) => (1.5 * p) / 1000,
		);
		const [answer] = budgetAnswer(asked({ surface, observations })).answers;
		expect(answer).toMatchObject({
			...{ pairs: 100, share: 1 },
			shareInterval: { low: 0, high: 1 },
			score: { value: expect.closeTo(0.075, 9) },
			regret: { mean: expect.closeTo(0.05, 9), high: expect.closeTo(0.095, 9) },
		});
	});
});

/** Best at half and half. */
const peaked = knownSurface((s, p) => -((s - p) ** 2));

test("the frontier drops what costs more without scoring more", () => {
	const { frontier, expansion } = budgetAnswer(
		asked({
			surface: capped,
			observations: measuredAt([0, 0], [10, 0], [0, 90], [100, 0]),
		}),
	);
	expect(frontier[0]).toEqual({
		...{ cost: 0, demonstrations: 0, pairs: 0 },
		...{ score: same(0), measured: true },
	});
	// 80 buy all that can be gained, and nothing dearer is on the frontier.
	expect(frontier.at(-1)?.score).toEqual(same(0.8));
	expect(frontier.at(-1)?.cost).toBeLessThan(100);
	expect(frontier.some(({ pairs }) => pairs === 90)).toBe(false);
	const values = frontier.map(({ score }) => score.value);
	expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
	expect(expansion[0]?.budget).toBeCloseTo(10);
	expect(expansion.at(-1)).toMatchObject({ budget: 100 });
});

test("isoquants are the lines of equal score", () => {
	const { isoquants, map } = budgetAnswer(
		asked({
			surface: knownSurface((s, p) => (s + 2 * p) / 100),
			observations: measuredAt([0, 0], [100, 0], [0, 100]),
		}),
	);
	expect(map.demonstrations[0]).toBe(0);
	expect(map.demonstrations.at(-1)).toBe(100);
	expect(isoquants.map(({ score }) => score)).toEqual([0.5, 1, 1.5, 2, 2.5]);
	for (const { score, points } of isoquants)
		for (const { demonstrations, pairs } of points)
			expect(Math.abs(demonstrations + 2 * pairs - 100 * score)).toBeLessThan(
				2,
			);
});

describe("the cold start", () => {
	const observations = measuredAt([0, 0], [0, 100], [1000, 0], [500, 500]);
	/** Pairs lose 0.2 at first and gain 0.1 from 20 demonstrations on: 0.015 for each. A third of 100 pairs are plenty. */
	const surface = knownSurface(
		(s, p) => s / 1e4 + (p > 0 ? -0.2 + (0.3 * Math.min(s, 20)) / 20 : 0),
	);

	test("is what pairs lose without demonstrations, and how many of them cure it", () => {
		const cells = [
			{ demonstrations: 0, pairs: 100, score: same(0.3) },
			{ demonstrations: 10, pairs: 90, score: same(0.4) },
			{ demonstrations: 500, pairs: 500, score: same(0.5) },
			{ demonstrations: 50, pairs: 100, score: null },
		];
		const { coldStart } = budgetAnswer(
			asked({ surface, observations, cells, budgets: [1000] }),
		);
		expect(coldStart).toEqual({
			...{ pairs: 100, penalty: same(-0.3) },
			...{ half: same(10), mostly: same(18) },
			measured: cells.slice(0, 2),
		});
	});

	test("has nothing to recover if pairs gain as much on the base", () => {
		const { coldStart } = budgetAnswer(
			asked({ surface: capped, observations, budgets: [1000] }),
		);
		expect(coldStart).toMatchObject({
			...{ penalty: same(0), half: null, mostly: null },
		});
	});
});

test("the split turns where a pair costs what it is worth", () => {
	// A pair is worth two demonstrations, so at a ratio of 2 all splits are equal and the first one is taken.
	const { sensitivity } = budgetAnswer(
		asked({
			surface: knownSurface((s, p) => (s + 2 * p) / 100),
			observations: measuredAt([100, 0], [0, 100]),
			prices: { demonstration: 2, pair: 1 },
		}),
	);
	expect(sensitivity.map(({ ratio, share }) => [ratio, share])).toEqual([
		[1 / 3, 1],
		[1 / 2, 1],
		[1, 1],
		[2, expect.any(Number)],
		[3, 0],
	]);
	expect(sensitivity[2]).toMatchObject({ pairs: 50, score: same(1) });
	expect(sensitivity[4]).toMatchObject({
		demonstrations: 50,
		score: same(0.5),
	});
});

test("the next 100 of a kind add what the surface says", () => {
	const { marginal } = budgetAnswer(
		asked({
			surface: knownSurface(
				...[1, 2, 3].map(
					(gain) => (s: number, p: number) => (gain * s + 2 * p) / 1000,
				),
			),
			observations: measuredAt([100, 0], [0, 100]),
		}),
	);
	expect(marginal[0]).toMatchObject({
		demonstrations: { value: expect.closeTo(0.2, 9) },
		pairs: same(0.2),
	});
	// Draws are 0.1, 0.2 and 0.3; quantiles are interpolated between them.
	expect(marginal[0]?.demonstrations?.low).toBeCloseTo(0.105, 9);
	expect(marginal[0]?.demonstrations?.high).toBeCloseTo(0.295, 9);
});

describe("an answer is finite and as the result's schema has it", () => {
	const fitted = [
		[0, 0, 0.2],
		[100, 0, 0.4],
		[200, 0, 0.45],
		[400, 0, 0.5],
	].map(([demonstrations = 0, pairs = 0, score = 0], seed) => ({
		...{ demonstrations, pairs, score, seed },
	}));
	const mixed = [
		...fitted,
		{ demonstrations: 0, pairs: 400, seed: 0, score: 0.3 },
		{ demonstrations: 200, pairs: 200, seed: 0, score: 0.55 },
	];
	const cases = [
		{ name: "no pairs measured", observations: fitted },
		{ name: "a price of zero for pairs", pair: 0 },
		{ name: "a price of zero for demonstrations", demonstration: 0 },
		{ name: "no prices at all", demonstration: 0, pair: 0 },
		{ name: "few rows", rows: { demonstrations: 30, pairs: 0 } },
		{ name: "several budgets", budgets: [400, 100] },
		{ name: "a budget below one prompt", budgets: [0.5] },
	];
	test.each(cases)("$name", (one) => {
		const { observations = mixed, demonstration = 1, pair = 1 } = one;
		const { rows = plenty, budgets = [400] } = one;
		const answer = budgetAnswer(
			asked({
				surface: fitSurface(observations, { draws: 60 }),
				...{ observations, rows, budgets },
				prices: { demonstration, pair },
			}),
		);
		for (const [key, value] of Object.entries(answer))
			expect(
				budgetResultSchema.shape[key as keyof typeof answer].safeParse(value),
			).toMatchObject({ success: true });
		expect(answer.answers.map(({ budget }) => budget)).toEqual(
			budgets.toSorted((a, b) => a - b),
		);
	});

	test("what was never measured is null", () => {
		const { answers, coldStart, marginal } = budgetAnswer(
			asked({
				surface: fitSurface(fitted, { draws: 60 }),
				observations: fitted,
				budgets: [400],
			}),
		);
		expect(answers[0]?.pairsAlone).toBeNull();
		expect(answers[0]?.demonstrationsAlone).not.toBeNull();
		expect(coldStart).toBeNull();
		expect(marginal[0]).toMatchObject({ pairs: null });
	});
});
