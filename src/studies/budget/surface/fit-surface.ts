import { quantile } from "simple-statistics";
import { RandomStream } from "../../../core/random.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import type { Allocation, Observation } from "../allocation.ts";
import { type Cells, cellsOf } from "./cells.ts";
import { lackOfFit } from "./lack-of-fit.ts";
import {
	type Coefficients,
	type Deviations,
	Regression,
} from "./regression.ts";
import { residualFeatures } from "./residual.ts";
import { samplePosterior } from "./sample.ts";
import {
	type Curves,
	coefficients,
	curveDimensions,
	curvesOf,
	type Extent,
	extentOf,
	termsOf,
} from "./shape.ts";
import type { Surface } from "./surface.ts";

export interface FitOptions {
	/** Draws from the posterior. */
	readonly draws?: number;
	readonly seed?: number;
}

interface Draw extends Coefficients {
	/** Coordinates of the curves and deviations. */
	readonly z: Float64Array;
	readonly curves: Curves;
	readonly deviations: Deviations;
}

/** p values of the test of fit below this make the shape distrusted. */
const distrustBelow = 0.01;

/** Prior medians of the residual's deviation, in ranges of the scores: with a trusted and with a distrusted shape. */
const room = { trusted: 0.04, distrusted: 0.25 };

/**
 * Fits the model of the score to what was measured: f = b + a_s S + a_p P - c P exp(-n_s / tau) + i S P + residual, with
 * saturating S(n) = n^g / (n^g + k^g) of demonstrations and P of pairs, scaled to 1 at the most that was measured. Curves and
 * standard deviations are sampled; coefficients, residual and noise are integrated out. Deterministic, whatever the order of
 * the observations.
 */
export function fitSurface(
	observations: readonly Observation[],
	options: FitOptions = {},
): Surface {
	const cells = cellsOf(observations);
	const extent = extentOf(cells.at);
	const regression = new Regression(cells, extent);
	const size = { draws: options.draws ?? 300, seed: options.seed ?? 0 };
	const trusted = drawAll(regression, extent, room.trusted, size);
	const p = lackOfFit(
		cells,
		extent,
		trusted.filter((_, i) => i % 60 === 0).map(({ z }) => z),
	);
	const distrusted = p !== null && p < distrustBelow;
	const draws = distrusted
		? drawAll(regression, extent, room.distrusted, size)
		: trusted;
	return surfaceOf(draws, cells, extent, { p, distrusted });
}

/**
 * Deviations at standard normal coordinates, i.e. their prior, which is log-normal: the noise about 10% of the range of the
 * scores (95%: 2% to 60%), the residual about `room` (95%: a fifth to five times), the size of effects about 1 (95%: a fifth to
 * five times).
 */
const deviationsOf = (z: ArrayLike<number>, room: number): Deviations => ({
	noise: 0.1 * Math.exp(0.9 * (z[curveDimensions] as number)),
	residual: room * Math.exp(0.8 * (z[curveDimensions + 1] as number)),
	effect: Math.exp(0.8 * (z[curveDimensions + 2] as number)),
});

function drawAll(
	regression: Regression,
	extent: Extent,
	room: number,
	{ draws, seed }: { readonly draws: number; readonly seed: number },
): Draw[] {
	const at = (z: Float64Array) => ({
		curves: curvesOf(z, extent),
		deviations: deviationsOf(z, room),
	});
	const points = samplePosterior(
		(z) => {
			const { curves, deviations } = at(z);
			return regression.logLikelihood(curves, deviations);
		},
		curveDimensions + 3,
		{ particles: draws, moves: 3, last: 5 },
		new RandomStream(seed, "budget/curves"),
	);
	const random = new RandomStream(seed, "budget/coefficients");
	return points.map((z) => {
		const { curves, deviations } = at(z);
		return {
			z,
			curves,
			deviations,
			...regression.draw(curves, deviations, random),
		};
	});
}

function surfaceOf(
	draws: readonly Draw[],
	{ centre, scale }: Cells,
	extent: Extent,
	fit: Surface["fit"],
): Surface {
	const features = residualFeatures(extent);
	const mean = (of: (draw: Draw) => number) =>
		draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length;
	return {
		draws: (at) => {
			const rows = at.map(features);
			return draws.map((draw) => {
				const termsAt = termsOf(draw.curves, extent);
				return Float64Array.from(at, (allocation, i) => {
					const terms = termsAt(allocation);
					const row = rows[i] as Float64Array;
					return (
						centre + scale * (dot(terms, draw.shape) + dot(row, draw.residual))
					);
				});
			});
		},
		seedNoise: scale * mean((draw) => draw.deviations.noise),
		parameters: parametersOf(draws, centre, scale),
		fit,
		correction: (at: Allocation) => {
			const row = features(at);
			return scale * mean((draw) => dot(row, draw.residual));
		},
	};
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
	return sum;
};

function parametersOf(
	draws: readonly Draw[],
	centre: number,
	scale: number,
): Surface["parameters"] {
	const linear = coefficients.map(({ name }, k) => ({
		name,
		of: ({ shape }: Draw) =>
			(name === "base" ? centre : 0) + scale * (shape[k] as number),
	}));
	const curves = (
		[
			["half of the demonstrations' effect", "halfDemonstrations"],
			["half of the pairs' effect", "halfPairs"],
			["steepness of demonstrations", "steepDemonstrations"],
			["steepness of pairs", "steepPairs"],
			["recovery from the cold start", "recovery"],
		] as const
	).map(([name, key]) => ({ name, of: ({ curves }: Draw) => curves[key] }));
	return [...linear, ...curves].map(({ name, of }) => ({
		name,
		value: estimateOf(draws.map(of)),
	}));
}

/** Median and central 95% of draws. */
function estimateOf(values: readonly number[]): Estimate {
	const [low = 0, value = 0, high = 0] = quantile(
		[...values],
		[0.025, 0.5, 0.975],
	);
	return { value, low, high };
}
