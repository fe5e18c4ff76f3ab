import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import type { Surface } from "../surface/surface.ts";
import type { Question } from "./step.ts";
import { mostValuable } from "./value.ts";

/** Splits with independent normal scores: mean and deviation by number of pairs. */
function surfaceOf(
	scores: Readonly<Record<number, readonly [number, number]>>,
	seedNoise: number,
): Surface {
	return {
		draws: (at) =>
			Array.from({ length: 2000 }, (_, i) =>
				Float64Array.from(at, ({ pairs }) => {
					const [mean, deviation] = scores[pairs] as readonly [number, number];
					return (
						mean + deviation * new RandomStream(i, `pairs ${pairs}`).normal()
					);
				}),
			),
		seedNoise,
		parameters: [],
		fit: { p: null, distrusted: false },
		correction: () => 0,
	};
}

const at = (pairs: number, seed = 1) => ({ demonstrations: 10, pairs, seed });

const question: Question = {
	budgets: [1],
	prices: { demonstration: 1, pair: 1 },
	splits: () => [at(0), at(1), at(2)],
	candidates: [at(0), at(1), at(2)],
	seeds: [1, 2],
	cost: () => 1,
	batch: 1,
	stop: { regret: null, interval: null, trials: null },
};

const open = [at(0), at(1), at(2)];

test("the split that may turn out to be the best is measured", () => {
	// 0 is best as far as known; 1 may be better; 2 is as uncertain but out of reach.
	const surface = surfaceOf(
		{ 0: [0.5, 0.001], 1: [0.48, 0.05], 2: [0, 0.05] },
		0.01,
	);
	expect(mostValuable(surface, question, open, 1)).toEqual([at(1)]);
});

test("value is per unit of cost", () => {
	const surface = surfaceOf(
		{ 0: [0.5, 0.001], 1: [0.5, 0.05], 2: [0.5, 0.04] },
		0.01,
	);
	expect(mostValuable(surface, question, open, 1)).toEqual([at(1)]);
	const dear = {
		...question,
		cost: ({ pairs }: { pairs: number }) => (pairs === 1 ? 3 : 1),
	};
	expect(mostValuable(surface, dear, open, 1)).toEqual([at(2)]);
});

test("a batch does not ask for the same thing twice", () => {
	const surface = surfaceOf(
		{ 0: [0.5, 0.001], 1: [0.5, 0.05], 2: [0.5, 0.04] },
		0.001,
	);
	expect(mostValuable(surface, question, [...open, at(1, 2)], 2)).toEqual([
		at(1),
		at(2),
	]);
});

test("a cell is repeated if noise dominates", () => {
	const surface = surfaceOf(
		{ 0: [0.5, 0.001], 1: [0.5, 0.05], 2: [0.4, 0.01] },
		0.1,
	);
	expect(mostValuable(surface, question, [...open, at(1, 2)], 2)).toEqual([
		at(1),
		at(1, 2),
	]);
});
