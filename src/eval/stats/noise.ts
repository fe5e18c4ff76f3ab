import { sampleVariance } from "simple-statistics";
import type { ItemResult } from "../eval-result.ts";
import { byQuestion, type ScoredItem } from "./units.ts";

/** Normal quantile of a two-sided 95% interval. */
const z95 = 1.959964;

/**
 * Half the width of the 95% interval of what two measures of one subject on the same questions differ by: 0 where nothing
 * is drawn, for such a measure repeats itself; by the variance between seeds where answers are drawn with several. Null
 * where it is not known: nothing was scored, or answers were drawn with a single seed. That the questions are a sample is
 * in the interval of the value, and is not counted here.
 */
export function noiseFloor(items: readonly ItemResult[]): number | null {
	const groups = [...byQuestion(items).values()];
	if (groups.length === 0) return null;
	if (items.every(({ seed }) => seed === null)) return 0;
	const repeated = groups.flatMap(byWording).some(({ length }) => length > 1);
	return repeated ? z95 * Math.sqrt(2 * varianceOverSeeds(groups)) : null;
}

/** Variance between seeds of a mean over questions, each of them the mean of its items. */
function varianceOverSeeds(groups: readonly (readonly ScoredItem[])[]): number {
	let sum = 0;
	for (const group of groups)
		for (const scores of byWording(group))
			if (scores.length > 1)
				sum += (sampleVariance(scores) * scores.length) / group.length ** 2;
	return sum / groups.length ** 2;
}

function byWording(items: readonly ScoredItem[]): number[][] {
	const wordings = new Map<string, number[]>();
	for (const { wording, score } of items)
		wordings.set(wording, [...(wordings.get(wording) ?? []), score]);
	return [...wordings.values()];
}
