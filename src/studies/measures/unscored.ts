import type { TaskResult } from "../../eval/eval-result.ts";

/** Answers without a score. */
export interface Unscored {
	readonly count: number;
	/** Which answer is the first of them, and why it has no score. */
	readonly reason: string;
}

/** How many answers have no score, and why the first has none; null if all have one. */
export function unscoredOf(
	tasks: readonly Pick<TaskResult, "items">[],
): Unscored | null {
	const failed = tasks
		.flatMap(({ items }) => items)
		.filter(({ score }) => score === null);
	const [first] = failed;
	if (first === undefined) return null;
	return { count: failed.length, reason: `${first.id}: ${first.reason}` };
}
