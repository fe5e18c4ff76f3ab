import type { Allocation } from "../../allocation.ts";
import type { Surface } from "../../surface/surface.ts";

export type Score = (demonstrations: number, pairs: number) => number;

/** A surface whose posterior has one draw for each function. */
export function knownSurface(...scores: readonly Score[]): Surface {
	return {
		draws: (at: readonly Allocation[]) =>
			scores.map((score) =>
				Float64Array.from(at, ({ demonstrations, pairs }) =>
					score(demonstrations, pairs),
				),
			),
		seedNoise: 0.01,
		parameters: [],
		fit: { p: null, distrusted: false },
		correction: ({ pairs }) => -pairs / 1e4,
	};
}

/** One measurement of each allocation. */
export const measuredAt = (
	...allocations: readonly (readonly [demonstrations: number, pairs: number])[]
) =>
	allocations.map(([demonstrations, pairs]) => ({
		...{ demonstrations, pairs },
		...{ seed: 0, score: 0 },
	}));
