import { compareTask } from "../../eval/compare.ts";
import type { EvalResult } from "../../eval/eval-result.ts";
import { pairedDifference } from "../../stats/paired-difference.ts";
import { axisScores } from "../measures/axis-scores.ts";
import type { Measured } from "./decide.ts";

/**
 * By how much a run differs from its base in every task that both were measured in. Throws `data` where a task of one is
 * not that of the other.
 */
export function measureRun(
	base: EvalResult,
	tuned: EvalResult,
	alpha: number,
): Measured[] {
	return tuned.tasks.flatMap((task) => {
		const before = base.tasks.find(({ name }) => name === task.name);
		if (before === undefined) return [];
		compareTask(before, task);
		const { axis, units } = axisScores(before);
		const gain = pairedDifference(units, [axisScores(task).units], alpha);
		return [{ axis, gain }];
	});
}
