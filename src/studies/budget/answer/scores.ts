import { quantile } from "simple-statistics";
import { alpha95, type Estimate } from "../../../stats/estimate.ts";
import type { Allocation } from "../allocation.ts";
import type { Surface } from "../surface/surface.ts";

/** Mean of draws with their central 95%. */
export function estimateOf(draws: readonly number[]): Estimate {
	const [low = 0, high = 0] = quantile([...draws], [alpha95, 1 - alpha95]);
	return { value: meanOf(draws), low, high };
}

export const meanOf = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

/** Draws of the score at each allocation: the transpose of `surface.draws`, [allocations][draws]. */
export function scoresAt(
	surface: Surface,
	at: readonly Allocation[],
): number[][] {
	const draws = surface.draws(at);
	return at.map((_, i) => draws.map((draw) => draw[i] as number));
}

/** Mean score at each allocation. */
export function meansAt(surface: Surface, at: readonly Allocation[]): number[] {
	const sums = new Float64Array(at.length);
	const draws = surface.draws(at);
	for (const draw of draws)
		for (let i = 0; i < sums.length; i++)
			sums[i] = (sums[i] as number) + (draw[i] as number);
	return Array.from(sums, (sum) => sum / draws.length);
}

/** Mean score at one allocation, with its 95% interval. */
export function scoreAt(surface: Surface, at: Allocation): Estimate {
	return estimateOf(scoresAt(surface, [at])[0] ?? []);
}

/** Draws of f(a) - f(b), the same function in both. */
export function differences(
	surface: Surface,
	a: Allocation,
	b: Allocation,
): number[] {
	return surface
		.draws([a, b])
		.map((draw) => (draw[0] as number) - (draw[1] as number));
}
