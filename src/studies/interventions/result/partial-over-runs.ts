import { RandomStream } from "../../../core/random.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import { partialSpearman } from "../../../stats/spearman.ts";

/** A run in the tasks of one role. */
export interface RunPoint {
	readonly consistency: number;
	readonly accuracy: number;
	/** Of the base, with examples in the prompt. */
	readonly baseAccuracy: number;
}

const draws = 1000;

/**
 * Spearman's partial correlation of consistency and accuracy over runs and roles, controlling for the base's accuracy. Points of one
 * run are not independent: the 95% interval is the percentile interval of a bootstrap that draws whole runs. Null if the correlation
 * is not defined, for example because the base's accuracy is the same in all roles.
 */
export function partialOverRuns(
	runs: readonly (readonly RunPoint[])[],
): { readonly runs: number; readonly value: Estimate } | null {
	const value = partialOf(runs);
	if (value === null) return null;
	const random = new RandomStream(0, "partial correlation");
	const found = Array.from({ length: draws }, () =>
		partialOf(runs.map(() => runs[random.integer(runs.length)] ?? [])),
	)
		.filter((one) => one !== null)
		.toSorted((a, b) => a - b);
	if (found.length < draws / 2) return null;
	const at = (share: number) =>
		found[Math.round(share * (found.length - 1))] as number;
	const low = Math.min(value, at(0.025));
	return {
		runs: runs.length,
		value: { value, low, high: Math.max(value, at(0.975)) },
	};
}

function partialOf(runs: readonly (readonly RunPoint[])[]): number | null {
	const points = runs.flat();
	const found = partialSpearman(
		points.map(({ consistency }) => consistency),
		points.map(({ accuracy }) => accuracy),
		points.map(({ baseAccuracy }) => baseAccuracy),
	);
	return found?.value ?? null;
}
