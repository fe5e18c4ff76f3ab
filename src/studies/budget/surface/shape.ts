import type { Allocation } from "../allocation.ts";

/** Allocations that the priors of the shape are scaled by: the largest and the smallest positive number of each kind. */
export interface Extent {
	readonly demonstrations: { readonly least: number; readonly most: number };
	readonly pairs: { readonly least: number; readonly most: number };
}

export function extentOf(at: readonly Allocation[]): Extent {
	const of = (counts: readonly number[]) => {
		const positive = counts.filter((n) => n > 0);
		if (positive.length === 0) return null;
		return { least: Math.min(...positive), most: Math.max(...positive) };
	};
	const demonstrations = of(at.map((a) => a.demonstrations));
	const pairs = of(at.map((a) => a.pairs));
	const any = demonstrations ?? pairs ?? { least: 100, most: 1000 };
	return { demonstrations: demonstrations ?? any, pairs: pairs ?? any };
}

/** Parameters of the shape that it is not linear in. */
export interface Curves {
	/** Number of each kind at which half of its effect is reached. */
	readonly halfDemonstrations: number;
	readonly halfPairs: number;
	/** Steepness over the logarithm of the number; 1 is the hyperbola of Michaelis and Menten. */
	readonly steepDemonstrations: number;
	readonly steepPairs: number;
	/** Number of demonstrations that takes a cold start down to 1/e of its loss. */
	readonly recovery: number;
}

/** Number of standard normal coordinates that `curvesOf` maps to curves. */
export const curveDimensions = 5;

/**
 * Curves at standard normal coordinates, i.e. their prior. Half-effect numbers are log-normal about the geometric middle of
 * the extent and reach far beyond both of its ends; steepness is log-normal about 1 (95%: 0.4 to 2.4); recovery is log-normal
 * about 3% of the most demonstrations (95%: 0.3% to 30%).
 */
export function curvesOf(z: ArrayLike<number>, extent: Extent): Curves {
	const at = (i: number) => z[i] as number;
	const half = (range: { least: number; most: number }, x: number) => {
		const spread = Math.max(1.2, Math.log(range.most / range.least) / 2.5);
		return Math.sqrt(range.least * range.most) * Math.exp(spread * x);
	};
	return {
		halfDemonstrations: half(extent.demonstrations, at(0)),
		halfPairs: half(extent.pairs, at(1)),
		steepDemonstrations: Math.exp(0.45 * at(2)),
		steepPairs: Math.exp(0.45 * at(3)),
		recovery: 0.03 * extent.demonstrations.most * Math.exp(1.2 * at(4)),
	};
}

/**
 * Coefficients of the shape with their priors, independent normal, in ranges of the measured scores. Those of demonstrations
 * and pairs are the gains of the most that was measured of one kind; they are restricted to 0 and above and must come last.
 */
export const coefficients = [
	{ name: "base", mean: 0, deviation: 1.5 },
	{ name: "cold start", mean: 0.2, deviation: 0.4 },
	{ name: "interaction", mean: 0, deviation: 0.5 },
	{ name: "demonstrations", mean: 0.4, deviation: 0.6 },
	{ name: "pairs", mean: 0.4, deviation: 0.6 },
] as const;

/** A function of n: n^g / (n^g + k^g), as a share of its value at `most`. */
function saturation(
	half: number,
	steep: number,
	most: number,
): (n: number) => number {
	const atMost = 1 + (half / most) ** steep;
	const logHalf = Math.log(half);
	return (n) =>
		n <= 0 ? 0 : atMost / (1 + Math.exp(steep * (logHalf - Math.log(n))));
}

/** Terms of the shape at an allocation, each to be multiplied by its coefficient: 1, -P exp(-n_s / tau), S P, S and P. */
export function termsOf(
	curves: Curves,
	extent: Extent,
): (at: Allocation) => readonly number[] {
	const ofDemonstrations = saturation(
		curves.halfDemonstrations,
		curves.steepDemonstrations,
		extent.demonstrations.most,
	);
	const ofPairs = saturation(
		curves.halfPairs,
		curves.steepPairs,
		extent.pairs.most,
	);
	return ({ demonstrations, pairs }) => {
		const s = ofDemonstrations(demonstrations);
		const p = ofPairs(pairs);
		return [1, -p * Math.exp(-demonstrations / curves.recovery), s * p, s, p];
	};
}
