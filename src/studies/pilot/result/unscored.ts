import type { TaskResult } from "../../../eval/eval-result.ts";
import type { Unscored } from "../pilot-result.ts";

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
