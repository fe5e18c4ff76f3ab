import { quantile, sampleVariance } from "simple-statistics";
import type { ItemResult, TaskResult } from "../eval-result.ts";
import { resampled } from "./bootstrap.ts";
import { byQuestion, ratioOf, type ScoredItem, unitOf } from "./units.ts";

/** Normal quantile of a two-sided 95% interval. */
const z95 = 1.959964;

/**
 * Half the width of the 95% interval of the difference between two repeated measures of one subject; null where nothing
 * was scored. Where answers were drawn with several seeds, a repetition would draw others: the variance between seeds
 * tells by how much it differs. Where nothing is drawn, it would draw other questions: both measures are resampled.
 */
export function noiseFloor(
	items: readonly ItemResult[],
	metric: TaskResult["metric"],
): number | null {
	const groups = [...byQuestion(items).values()];
	if (groups.length === 0) return null;
	const seeds = new Set(items.map(({ seed }) => seed));
	if (seeds.size > 1) return z95 * Math.sqrt(2 * varianceOverSeeds(groups));
	const units = groups.map((group) => unitOf(group, metric));
	const measure = (seed: number) =>
		resampled(units.length, (picked) => ratioOf(units, picked), seed);
	const [one, other] = [measure(1), measure(2)];
	const differences = Array.from(
		one,
		(value, r) => value - (other[r] as number),
	);
	const [low = 0, high = 0] = quantile(differences, [0.025, 0.975]);
	return (high - low) / 2;
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
