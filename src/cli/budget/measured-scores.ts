import { TemperError } from "../../core/error.ts";
import { isShare } from "../../eval/compare/figures.ts";
import { taskDifference } from "../../eval/compare/task-difference.ts";
import type { EvalReport, TaskResult } from "../../eval/eval-result.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type { MeasuredScores } from "../../studies/budget/plan/plan-question.ts";
import { readReport } from "../../studies/measures/read-result.ts";

interface MeasuredOptions {
	readonly results?: string;
	readonly target?: string;
	readonly scoreBase?: number;
	readonly scoreDemonstrations?: number;
}

/** The task whose score is the KPI. */
function targetOf(
	tasks: readonly TaskResult[],
	path: string,
	name: string | undefined,
): TaskResult {
	const targets = tasks.filter((task) =>
		name === undefined ? task.axis === "target" : task.name === name,
	);
	const [target, second] = targets;
	if (target !== undefined && second === undefined) return target;
	throw new TemperError("recipe", {
		where: "--target",
		expected: `one task of ${path}: ${tasks.map((task) => task.name).join(", ")}`,
		found: name ?? `${targets.length} tasks with axis: target`,
	});
}

/** Points of an estimate, oriented so that higher is better. */
function inPoints(
	estimate: Estimate | null,
	{ better, unit }: Pick<TaskResult, "better" | "unit">,
): Estimate | null {
	if (estimate === null) return null;
	const scale = isShare(unit) ? 100 : 1;
	const { value, low, high } = estimate;
	return better === "higher"
		? { value: scale * value, low: scale * low, high: scale * high }
		: { value: -scale * value, low: -scale * high, high: -scale * low };
}

/** Scores of what `temper-lm eval --out` measured: of a run with its base, or of a base alone. */
function fromReport(
	{ base, tuned }: EvalReport,
	path: string,
	name: string | undefined,
): MeasuredScores {
	const target = targetOf(tuned.tasks, path, name);
	const before = base?.tasks.find((task) => task.name === target.name);
	const highest = isShare(target.unit) ? 100 : null;
	const score = inPoints(target.value, target);
	if (base === null && tuned.subject.adapter === null)
		return { base: score, demonstrations: null, gain: null, highest };
	return {
		base: inPoints(before?.value ?? null, target),
		demonstrations: score,
		gain:
			before === undefined
				? null
				: inPoints(taskDifference(before, [target]), target),
		highest,
	};
}

const exactly = (value: number | undefined): Estimate | null =>
	value === undefined ? null : { value, low: value, high: value };

/** What is measured already, from results or from numbers; null if nothing is. Throws `recipe` or `data`. */
export async function measuredScores({
	results,
	target,
	scoreBase,
	scoreDemonstrations,
}: MeasuredOptions): Promise<MeasuredScores | null> {
	const numbers = scoreBase !== undefined || scoreDemonstrations !== undefined;
	if (results === undefined && target !== undefined)
		throw new TemperError("recipe", {
			where: "--target",
			expected: "--results, whose task it names",
			found: "no --results",
		});
	if (results !== undefined) {
		if (!numbers) return fromReport(await readReport(results), results, target);
		throw new TemperError("recipe", {
			where: "--results",
			expected: "either results or --score-base and --score-demonstrations",
			found: "both",
		});
	}
	if (!numbers) return null;
	const known = scoreBase !== undefined && scoreDemonstrations !== undefined;
	return {
		base: exactly(scoreBase),
		demonstrations: exactly(scoreDemonstrations),
		gain: known
			? exactly(Number((scoreDemonstrations - scoreBase).toFixed(6)))
			: null,
		highest: null,
	};
}
