import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import type { Allocation, Observation } from "../allocation.ts";
import { fitSurface } from "./fit-surface.ts";

const truth = ({ demonstrations: s, pairs: p }: Allocation) =>
	0.2 +
	(0.3 * s) / (s + 300) +
	((0.2 * p) / (p + 1000)) * (1 - 1.2 * Math.exp(-s / 100));

/** A grid of 3 budgets and 5 splits with two seeds. */
function observe(
	score: (at: Allocation) => number,
	noise: number,
	seed = 1,
): Observation[] {
	const random = new RandomStream(seed, "observe");
	return [500, 2000, 8000].flatMap((budget) =>
		[0, 0.25, 0.5, 0.75, 1].flatMap((share) =>
			[1, 2].map((run) => {
				const at = {
					demonstrations: budget * (1 - share),
					pairs: budget * share,
				};
				return { ...at, seed: run, score: score(at) + noise * random.normal() };
			}),
		),
	);
}

function posterior(observations: readonly Observation[], at: Allocation) {
	const values = fitSurface(observations)
		.draws([at])
		.map(([x]) => x as number);
	const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
	const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
	return { mean, deviation: Math.sqrt(squares / values.length) };
}

const between = { demonstrations: 1500, pairs: 2500 };

test("the surface is recovered between the cells that were measured", () => {
	const { mean, deviation } = posterior(observe(truth, 0.01), between);
	expect(Math.abs(mean - truth(between))).toBeLessThan(0.015);
	expect(deviation).toBeGreaterThan(0.002);
	expect(deviation).toBeLessThan(0.015);
});

test("the noise between seeds is recovered", () => {
	const surface = fitSurface(observe(truth, 0.02));
	expect(surface.seedNoise).toBeGreaterThan(0.013);
	expect(surface.seedNoise).toBeLessThan(0.03);
});

test("order, scale and shift of the scores have no influence", () => {
	const observations = observe(truth, 0.01);
	const { mean } = posterior(observations, between);
	expect(posterior(observations.toReversed(), between).mean).toBe(mean);
	const moved = observations.map((one) => ({
		...one,
		score: -3 + 100 * one.score,
	}));
	expect(posterior(moved, between).mean).toBeCloseTo(-3 + 100 * mean, 3);
});
