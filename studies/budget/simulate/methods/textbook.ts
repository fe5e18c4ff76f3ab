import {
	cumulativeStdNormalProbability,
	mean,
	standardDeviation,
} from "simple-statistics";
import type {
	Allocation,
	Observation,
	Trial,
} from "../../../../src/studies/budget/allocation.ts";
import type { World } from "../world.ts";
import {
	fitHyperparameters,
	type Hyperparameters,
	type Point,
	type Posterior,
	posteriorOf,
} from "./gaussian-process.ts";
import { type Method, type Recommended, readingOf } from "./method.ts";
import { shuffledTrials } from "./random-search.ts";

/** Random trials before the first proposal. */
const start = 8;
/** Trials between two fits of the hyperparameters. */
const refit = 4;

const { log1p } = Math;

interface Fitted {
	readonly posterior: Posterior;
	readonly hyper: Hyperparameters;
	place(allocation: Allocation): readonly [number, number];
}

/** Scores are standardised; numbers of prompts are on a logarithmic scale from 0 to 1. */
function conditionOn(
	{ question }: World,
	seen: readonly Observation[],
	last: Hyperparameters | null,
): Fitted {
	const most = Math.max(
		...question.candidates.flatMap((one) => [one.demonstrations, one.pairs]),
	);
	const place = ({ demonstrations, pairs }: Allocation) =>
		[log1p(demonstrations) / log1p(most), log1p(pairs) / log1p(most)] as const;
	const scores = seen.map(({ score }) => score);
	const [middle, spread] = [mean(scores), standardDeviation(scores) || 1];
	const points: Point[] = seen.map((one) => ({
		at: place(one),
		value: (one.score - middle) / spread,
	}));
	const hyper =
		last !== null && seen.length % refit !== 0
			? last
			: fitHyperparameters(points);
	return { hyper, place, posterior: posteriorOf(points, hyper) };
}

function recommend({ question }: World, fitted: Fitted): Recommended[] {
	return question.budgets.map((budget) => {
		const [split] = question
			.splits(budget)
			.map((one) => ({
				one,
				mean: fitted.posterior(fitted.place(one)).mean,
			}))
			.sort((a, b) => b.mean - a.mean);
		if (!split) throw new Error(`no splits of ${budget}`);
		return { budget, split: split.one, stated: null };
	});
}

const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** Expected improvement (Jones, Schonlau and Welch 1998, equation 15) over the best mean of the budget. */
function improvement(mean: number, variance: number, best: number): number {
	const deviation = Math.sqrt(variance);
	if (deviation < 1e-9) return Math.max(0, mean - best);
	const z = (mean - best) / deviation;
	return (
		(mean - best) * cumulativeStdNormalProbability(z) + deviation * density(z)
	);
}

function propose(
	{ question }: World,
	fitted: Fitted,
	taken: ReadonlySet<string>,
): Trial | null {
	let best: { readonly trial: Trial; readonly value: number } | null = null;
	for (const budget of question.budgets) {
		const splits = question.splits(budget);
		const known = splits.map((one) => fitted.posterior(fitted.place(one)));
		const incumbent = Math.max(...known.map(({ mean }) => mean));
		for (const [i, split] of splits.entries()) {
			const { mean, variance } = known[i] ?? { mean: 0, variance: 0 };
			const value = improvement(mean, variance, incumbent);
			const seed = question.seeds.find(
				(one) => !taken.has(keyOf({ ...split, seed: one })),
			);
			if (seed !== undefined && value > (best?.value ?? -1))
				best = { trial: { ...split, seed }, value };
		}
	}
	return best?.trial ?? null;
}

const keyOf = ({ demonstrations, pairs, seed }: Trial) =>
	`${demonstrations} ${pairs} ${seed}`;

/** A Gaussian process with expected improvement, one trial at a time, as a textbook has it. */
export const textbook: Method = {
	name: "Gaussian process",
	readAt: [12, 16, 20, 24],
	play(world) {
		const seen = shuffledTrials(world)
			.slice(0, start)
			.map((trial) => world.measure(trial));
		const readings = [];
		let fitted = conditionOn(world, seen, null);
		for (;;) {
			if (this.readAt.includes(seen.length))
				readings.push(readingOf(world, seen, recommend(world, fitted)));
			if (seen.length >= Math.max(...this.readAt)) return readings;
			const next = propose(world, fitted, new Set(seen.map(keyOf)));
			if (!next) return readings;
			seen.push(world.measure(next));
			fitted = conditionOn(world, seen, fitted.hyper);
		}
	},
};
