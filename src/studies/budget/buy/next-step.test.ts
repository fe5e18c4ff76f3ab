import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import type { Allocation, Observation, Trial } from "../allocation.ts";
import { fitSurface } from "../surface/fit-surface.ts";
import { nextStep } from "./next-step.ts";
import { recommend } from "./recommend.ts";
import type { Question } from "./step.ts";

const split = (budget: number, share: number): Allocation => ({
	demonstrations: Math.round(budget * (1 - share)),
	pairs: Math.round(budget * share),
});

const question: Question = {
	budgets: [500, 2000, 8000],
	prices: { demonstration: 1, pair: 1 },
	splits: (budget) =>
		Array.from({ length: 21 }, (_, i) => split(budget, i / 20)),
	candidates: [500, 2000, 8000].flatMap((budget) =>
		[0, 0.25, 0.5, 0.75, 1].map((share) => split(budget, share)),
	),
	seeds: [1, 2, 3],
	cost: () => 1,
	batch: 2,
	stop: { regret: null, interval: null, trials: 16 },
};

/** Demonstrations saturate at once, and pairs help. */
const truth = ({ demonstrations: s, pairs: p }: Allocation) =>
	(0.3 * s) / (s + 50) + (0.3 * p) / (p + 2000);

const measure = (trial: Trial): Observation => ({
	...trial,
	score:
		truth(trial) +
		0.01 *
			new RandomStream(
				trial.seed,
				`${trial.pairs}/${trial.demonstrations}`,
			).normal(),
});

function buyAll(asked: Question) {
	let observations: Observation[] = [];
	for (;;) {
		const step = nextStep(observations, asked);
		if (step.kind === "stop") return { observations, why: step.why };
		observations = [...observations, ...step.trials.map(measure)];
	}
}

const bought = buyAll(question);

test("buying ends at the limit with a split near the best", () => {
	const { observations, why } = bought;
	expect(why).toBe("limit");
	expect(observations).toHaveLength(16);
	const surface = fitSurface(observations);
	for (const budget of question.budgets) {
		const best = Math.max(...question.splits(budget).map(truth));
		const found = recommend(surface, question, budget);
		expect(best - truth(found)).toBeLessThan(0.02);
		expect(found.regret.high).toBeGreaterThanOrEqual(found.regret.mean);
	}
});

test("no trial is bought twice, and seeds are used in order", () => {
	const { observations } = bought;
	const names = observations.map((x) => `${x.demonstrations}/${x.pairs}`);
	for (const name of names) {
		const seeds = observations
			.filter((x) => `${x.demonstrations}/${x.pairs}` === name)
			.map((x) => x.seed);
		expect(seeds).toEqual([1, 2, 3].slice(0, seeds.length));
	}
});

test("the order of the observations has no influence", () => {
	const { observations } = bought;
	const asked = {
		...question,
		stop: { ...question.stop, trials: null },
	};
	expect(nextStep(observations.toReversed(), asked)).toEqual(
		nextStep(observations, asked),
	);
});

test("if all trials have failed, there is nothing to buy", () => {
	const failed = question.candidates.flatMap((at) =>
		question.seeds.map((seed) => ({ ...at, seed })),
	);
	const asked = {
		...question,
		failed,
		stop: { ...question.stop, trials: null },
	};
	expect(nextStep([], asked)).toEqual({ kind: "stop", why: "exhausted" });
});
