import type {
	Allocation,
	Prices,
} from "../../../src/studies/budget/allocation.ts";

/** A simulated task: the true mean score of every allocation, as a share of right answers. */
export interface Truth {
	readonly name: string;
	/** Which question the surface asks of a method. */
	readonly about: string;
	readonly prices: Prices;
	/** Standard deviation between seeds of one allocation. */
	readonly seedNoise: number;
	score(allocation: Allocation): number;
}

/** Three ways to saturate, all 0 at 0 and 1 at infinity: `scale` is in prompts. */
const hyperbola = (n: number, scale: number) => n / (n + scale);
const exponential = (n: number, scale: number) => 1 - Math.exp(-n / scale);
const power = (n: number, scale: number, exponent: number) =>
	1 - (1 + n / scale) ** -exponent;

/** Between seeds of one allocation, in the laboratory: 0.015 to 0.025 (docs/results.md, reward learning). */
const measuredNoise = 0.02;

type Curve = (demonstrations: number, pairs: number) => number;

function truth(
	name: string,
	about: string,
	curve: Curve,
	pairPrice = 1,
): Truth {
	return {
		...{ name, about, seedNoise: measuredNoise },
		prices: { demonstration: 1, pair: pairPrice },
		score: ({ demonstrations, pairs }) => curve(demonstrations, pairs),
	};
}

/**
 * Demonstrations alone win below 1,000 examples; from 10,000 about three parts in four go to pairs (arXiv 2502.11284,
 * figure of the budgets).
 */
const paper: Curve = (n, m) =>
	0.25 +
	0.25 * power(n, 300, 0.5) +
	0.4 * hyperbola(m, 6000) * (0.3 + 0.7 * exponential(n, 100));

/** As the paper's mathematics: pairs on the untouched base lose, and few demonstrations cure it. */
const mathematics: Curve = (n, m) =>
	0.15 +
	0.3 * hyperbola(n, 1500) +
	0.25 * hyperbola(m, 4000) * exponential(n, 300) -
	0.08 * hyperbola(m, 300) * Math.exp(-n / 100);

const strongColdStart: Curve = (n, m) => {
	const warm = exponential(n, 150);
	const gain = 0.3 * hyperbola(m, 2500) * warm;
	const loss = 0.2 * exponential(m, 500) * (1 - warm);
	return 0.35 + 0.2 * hyperbola(n, 800) + gain - loss;
};

const negative: Curve = (n, m) => {
	const [s, p] = [hyperbola(n, 1000), hyperbola(m, 1500)];
	return 0.25 + 0.3 * s + 0.3 * p - 0.35 * s * p;
};

const positive: Curve = (n, m) => {
	const [s, p] = [exponential(n, 1500), power(m, 2000, 0.8)];
	return 0.2 + 0.05 * s + 0.05 * p + 0.5 * s * p;
};

/** A logistic step on the logarithm of the demonstrations, at 600. */
const threshold: Curve = (n, m) => {
	const step = 1 / (1 + (600 / Math.max(n, 1)) ** 6);
	return 0.2 + 0.15 * hyperbola(n, 1000) + 0.35 * hyperbola(m, 2500) * step;
};

export const truths: readonly Truth[] = [
	truth("paper", "the paper's shape", paper),
	truth("mathematics", "the paper's shape with its cold start", mathematics),
	truth(
		"dear pairs",
		"the paper's shape, a pair at three times the price",
		paper,
		3,
	),
	truth(
		"early",
		"both kinds saturate within the smallest budget",
		(n, m) => 0.3 + 0.25 * exponential(n, 60) + 0.2 * exponential(m, 120),
	),
	truth(
		"late",
		"neither kind saturates within the largest budget",
		(n, m) => 0.2 + 0.35 * hyperbola(n, 15000) + 0.45 * hyperbola(m, 25000),
	),
	truth(
		"no demonstrations",
		"demonstrations have no effect",
		(_, m) => 0.3 + 0.3 * hyperbola(m, 2000),
	),
	truth(
		"no pairs",
		"pairs have no effect",
		(n) => 0.3 + 0.3 * power(n, 800, 0.6),
	),
	truth("negative", "each kind makes the other worth less", negative),
	truth("positive", "each kind makes the other worth more", positive),
	truth(
		"additive",
		"no interaction and no cold start",
		(n, m) => 0.3 + 0.25 * power(n, 500, 0.7) + 0.25 * hyperbola(m, 3000),
	),
	truth("cold start", "pairs alone fall far below the base", strongColdStart),
	truth(
		"threshold",
		"pairs work from 600 demonstrations on: not in the model's shape",
		threshold,
	),
	truth(
		"overfitting",
		"too many demonstrations lower the score: not in the model's shape",
		(n, m) =>
			0.3 +
			0.3 * exponential(n, 500) -
			0.2 * exponential(n, 6000) +
			0.2 * hyperbola(m, 3000),
	),
	truth("flat", "nothing has an effect", () => 0.4),
];
