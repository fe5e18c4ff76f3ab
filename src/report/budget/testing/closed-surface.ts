import type { Estimate } from "../../../stats/estimate.ts";
import type { Allocation } from "../../../studies/budget/allocation.ts";

/** Parameters of the surface that sample results are made from. Scores are shares. */
export interface ClosedSurface {
	readonly base: number;
	/** What endless demonstrations and endless pairs add. */
	readonly demonstrations: number;
	readonly pairs: number;
	/** Prompts that give half of it. */
	readonly halfDemonstrations: number;
	readonly halfPairs: number;
	/** What pairs lose on an untouched base, and the demonstrations after which a third of that is left. */
	readonly cold: number;
	readonly cure: number;
}

export const usualSurface: ClosedSurface = {
	base: 0.182,
	demonstrations: 0.36,
	pairs: 0.34,
	halfDemonstrations: 220,
	halfPairs: 900,
	cold: 0.16,
	cure: 40,
};

const part = (amount: number, half: number) => amount / (amount + half);

/** The true mean score of an allocation. */
export function scoreOf(
	surface: ClosedSurface,
	{ demonstrations, pairs }: Allocation,
): number {
	const { base, cold, cure } = surface;
	const s =
		surface.demonstrations * part(demonstrations, surface.halfDemonstrations);
	const p = surface.pairs * part(pairs, surface.halfPairs);
	const lost = cold * part(pairs, 150) * Math.exp(-demonstrations / cure);
	return base + s + p - 0.6 * s * p - lost;
}

/** Half the width of a 95% interval of the mean: wider for larger allocations. */
export const doubt = ({ demonstrations, pairs }: Allocation): number =>
	0.012 + 0.004 * Math.log1p((demonstrations + pairs) / 400);

export const around = (value: number, half: number): Estimate => ({
	value,
	low: value - half,
	high: value + half,
});

export function meanAt(surface: ClosedSurface, at: Allocation): Estimate {
	return around(scoreOf(surface, at), doubt(at));
}

/** A number between −1 and 1 that follows from the numbers that are given, as noise that is the same in every run. */
export function noiseOf(...seeds: readonly number[]): number {
	let state = 2166136261;
	for (const seed of seeds)
		state = Math.imul(state ^ Math.round(seed * 1000 + 7), 16777619) >>> 0;
	state ^= state >>> 15;
	state = Math.imul(state, 2246822519) >>> 0;
	return ((state ^ (state >>> 13)) >>> 0) / 2 ** 31 - 1;
}
