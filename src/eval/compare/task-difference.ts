import {
	type PairedDifference,
	pairedDifference,
} from "../../stats/paired/paired-difference.ts";
import type { ItemResult, TaskResult } from "../eval-result.ts";
import { scaleOfTask, unitsOf } from "../task/question-units.ts";

type Answered = Pick<TaskResult, "items" | "metric" | "scorer">;

/** The items of each result whose ids have a score in all of them. */
export function scoredInAll(
	results: readonly Pick<TaskResult, "items">[],
): ItemResult[][] {
	const scored = results.map(({ items }) =>
		items.filter(({ score }) => score !== null),
	);
	const ids = scored.map((items) => new Set(items.map(({ id }) => id)));
	return scored.map((items) =>
		items.filter(({ id }) => ids.every((known) => known.has(id))),
	);
}

/**
 * The difference between runs and a base in one task, over the items that all of them have a score for, paired by question:
 * what evaluations, pilots, the gate and reports show and decide by. `alpha` is the one-sided level of each bound, and
 * 0.025 if it is left out. Null if no item has a score in all.
 */
export function taskDifference(
	base: Answered,
	runs: readonly Answered[],
	alpha?: number,
): PairedDifference | null {
	const [before = [], ...after] = scoredInAll([base, ...runs]);
	return pairedDifference(
		unitsOf(before, base.metric),
		after.map((items) => unitsOf(items, base.metric)),
		scaleOfTask(base),
		alpha,
	);
}
