import { noiseOverSeeds } from "../../stats/noise.ts";
import type { ItemResult } from "../eval-result.ts";
import { byQuestion, type ScoredItem } from "../task/question-units.ts";

/**
 * Half the width of the 95% interval of the difference between two measures of one subject on the same questions. It is 0
 * if no answers are drawn, because such a measure repeats itself; otherwise it follows from the variance between seeds.
 * Null if it is not known: nothing was scored, or answers were drawn with a single seed. That the questions are a sample is
 * part of the interval of the value and is not counted here.
 */
export function noiseFloor(items: readonly ItemResult[]): number | null {
	const groups = [...byQuestion(items).values()];
	if (groups.length === 0) return null;
	if (items.every(({ seed }) => seed === null)) return 0;
	return noiseOverSeeds(groups.map(byWording));
}

function byWording(items: readonly ScoredItem[]): number[][] {
	const wordings = new Map<string, number[]>();
	for (const { wording, score } of items)
		wordings.set(wording, [...(wordings.get(wording) ?? []), score]);
	return [...wordings.values()];
}
