import { TemperError } from "../../core/error.ts";
import { compareTask } from "../../eval/compare/compare.ts";
import type { EvalResult } from "../../eval/eval-result.ts";
import { taskMeasures } from "../measures/task-measures.ts";
import type { Measured } from "./decide.ts";

/**
 * The difference between a run and its base on every axis of every task. Throws `data` if a task of one is not that of the
 * other, or if only one of them was measured in it.
 */
export function measureRun(
	base: EvalResult,
	tuned: EvalResult,
	alpha: number,
): Measured[] {
	requireSameTasks(base, tuned);
	return tuned.tasks.flatMap((task) => {
		const before = base.tasks.find(({ name }) => name === task.name);
		if (before === undefined) return [];
		compareTask(before, task);
		return taskMeasures(before).map(({ axis, difference }) => ({
			axis,
			difference: difference(before, [task]),
			bounds: difference(before, [task], alpha),
		}));
	});
}

function requireSameTasks(base: EvalResult, tuned: EvalResult): void {
	const names = ({ tasks }: EvalResult) => tasks.map(({ name }) => name);
	const [before, after] = [names(base), names(tuned)];
	const alone =
		after.find((name) => !before.includes(name)) ??
		before.find((name) => !after.includes(name));
	if (alone === undefined) return;
	throw new TemperError("data", {
		where: `task ${alone}`,
		expected: "results of both the base and the run",
		found: `only those of ${before.includes(alone) ? "the base" : "the run"}`,
		hint: "Evaluate both again, in the same tasks.",
	});
}
