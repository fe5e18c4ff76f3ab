import { quantile } from "simple-statistics";
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

test("90% intervals hold the truth about as often as they say", () => {
	const at = [
		{ demonstrations: 100, pairs: 400 },
		{ demonstrations: 1500, pairs: 500 },
		{ demonstrations: 400, pairs: 7600 },
	];
	let held = 0;
	for (let repeat = 0; repeat < 8; repeat++) {
		const draws = fitSurface(observe(truth, 0.02, repeat), {
			draws: 60,
		}).draws(at);
		for (const [i, allocation] of at.entries()) {
			const [low = 0, high = 0] = quantile(
				draws.map((draw) => draw[i] as number),
				[0.05, 0.95],
			);
			const score = truth(allocation);
			if (low <= score && score <= high) held++;
		}
	}
	// Of 24, which are not independent.
	expect(held).toBeGreaterThanOrEqual(18);
});

test("without an effect the parameters hold 0 and the surface is flat", () => {
	const surface = fitSurface(observe(() => 0.5, 0.02));
	const [all] = [surface.draws(observe(() => 0, 0))];
	const means = observe(() => 0, 0).map(
		(_, i) =>
			all.reduce((sum, draw) => sum + (draw[i] as number), 0) / all.length,
	);
	expect(Math.max(...means) - Math.min(...means)).toBeLessThan(0.03);
});

test("a kind that was never used and a shape that does not fit", () => {
	const alone = observe(truth, 0.01).filter(({ pairs }) => pairs === 0);
	const { mean } = posterior(alone, { demonstrations: 2000, pairs: 0 });
	expect(
		Math.abs(mean - truth({ demonstrations: 2000, pairs: 0 })),
	).toBeLessThan(0.03);
	const dent = ({ demonstrations, pairs }: Allocation) =>
		truth({ demonstrations, pairs }) - (pairs > 900 && pairs < 3000 ? 0.2 : 0);
	const { fit } = fitSurface(observe(dent, 0.005));
	expect(fit.distrusted).toBe(true);
	expect(fit.p).toBeLessThan(0.01);
});

const one = { demonstrations: 100, pairs: 100, seed: 1, score: 0.4 };

test.each([
	["nothing", []],
	["a single observation", [one]],
	["a score of 0", [{ ...one, score: 0 }]],
	["the base alone", [{ demonstrations: 0, pairs: 0, seed: 1, score: 0.4 }]],
	["equal scores", observe(() => 0.25, 0)],
	["scores in thousands", observe((at) => -2000 + 1000 * truth(at), 10)],
	["scores without noise", observe(truth, 0)],
	["failures", [one, { ...one, seed: 2, score: Number.NaN }]],
])("a surface is fitted to %s", (_, observations) => {
	const surface = fitSurface(observations, { draws: 60 });
	const draws = surface.draws([
		one,
		{ demonstrations: 0, pairs: 0 },
		{ demonstrations: 1e6, pairs: 1e6 },
	]);
	for (const draw of draws) expect(draw.every(Number.isFinite)).toBe(true);
	expect(surface.seedNoise).toBeGreaterThan(0);
	expect(Number.isFinite(surface.correction(one))).toBe(true);
	expect(new Set(surface.parameters.map(({ name }) => name)).size).toBe(10);
});
