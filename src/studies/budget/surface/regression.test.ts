import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import { cellsOf } from "./cells.ts";
import { type Deviations, Regression } from "./regression.ts";
import { residualFeatures } from "./residual.ts";
import { coefficients, curvesOf, extentOf, termsOf } from "./shape.ts";

const cells = cellsOf([
	{ demonstrations: 100, pairs: 0, seed: 1, score: 0.1 },
	{ demonstrations: 100, pairs: 0, seed: 2, score: 0.3 },
	{ demonstrations: 0, pairs: 400, seed: 1, score: -0.4 },
	{ demonstrations: 400, pairs: 400, seed: 1, score: 0.6 },
]);
const extent = extentOf(cells.at);
const features = residualFeatures(extent);
const regression = new Regression(cells, extent);

const models: { z: number[]; deviations: Deviations }[] = [
	{
		z: [0, 0, 0, 0, 0],
		deviations: { noise: 0.3, residual: 0.2, effect: 1 },
	},
	{
		z: [1, -1, 0.5, -0.5, 1],
		deviations: { noise: 0.5, residual: 0.4, effect: 0.7 },
	},
];

/** A draw from the prior of coefficients and residual, with the density of what was measured under it. */
function priorDraw(
	{ z, deviations: { noise, residual, effect } }: (typeof models)[number],
	random: RandomStream,
) {
	const curves = curvesOf(z, extent);
	const shape = coefficients.map(({ mean, deviation }, k) => {
		for (;;) {
			const value = effect * (mean + deviation * random.normal());
			if (k < coefficients.length - 2 || value >= 0) return value;
		}
	});
	const weights = Array.from(features({ demonstrations: 0, pairs: 0 }), () =>
		random.normal(),
	);
	const values = cells.at.map(
		(at) =>
			termsOf(
				curves,
				extent,
			)(at).reduce((sum, term, k) => sum + term * (shape[k] as number), 0) +
			residual *
				features(at).reduce((sum, x, k) => sum + x * (weights[k] as number), 0),
	);
	const { squares, freedom } = cells.within;
	let log = -freedom * Math.log(noise) - squares / (2 * noise ** 2);
	for (const [i, value] of values.entries()) {
		const variance = noise ** 2 / (cells.counts[i] as number);
		log -=
			(Math.log(variance) +
				((cells.means[i] as number) - value) ** 2 / variance) /
			2;
	}
	return { shape, density: Math.exp(log) };
}

const reference = models.map((model) => {
	const random = new RandomStream(1, "prior");
	const draws = Array.from({ length: 30_000 }, () => priorDraw(model, random));
	const total = draws.reduce((sum, { density }) => sum + density, 0);
	return {
		density: total / draws.length,
		mean: coefficients.map(
			(_, k) =>
				draws.reduce(
					(sum, { shape, density }) => sum + (shape[k] as number) * density,
					0,
				) / total,
		),
	};
});

test("the density is that of the prior's draws, averaged", () => {
	const [one, other] = models.map(({ z, deviations }) =>
		regression.logLikelihood(curvesOf(z, extent), deviations),
	) as [number, number];
	const [a, b] = reference.map(({ density }) => Math.log(density)) as [
		number,
		number,
	];
	expect(Math.abs(one - other - (a - b))).toBeLessThan(0.07);
});

test("coefficients are drawn from their posterior", () => {
	for (const [i, { z, deviations }] of models.entries()) {
		const random = new RandomStream(2, "draws");
		const draws = Array.from({ length: 2000 }, () =>
			regression.draw(curvesOf(z, extent), deviations, random),
		);
		for (const k of coefficients.keys()) {
			const mean =
				draws.reduce((sum, { shape }) => sum + (shape[k] as number), 0) /
				draws.length;
			const wanted = reference[i]?.mean[k] as number;
			expect(Math.abs(mean - wanted)).toBeLessThan(0.05);
		}
	}
});
