import {
	agreementUnits,
	consistencyDifference,
} from "../../eval/compare/consistency.ts";
import { taskDifference } from "../../eval/compare/task-difference.ts";
import type { TaskResult } from "../../eval/eval-result.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { meanOverRuns } from "../../stats/over-runs.ts";
import type { PairedDifference } from "../../stats/paired/paired-difference.ts";
import type { Axis } from "./axis.ts";
import { axisScores } from "./axis-scores.ts";
import { consistencyNoise } from "./consistency-noise.ts";

/** One axis of a task: how runs are placed on it and compared with the base. */
export interface TaskMeasure {
	readonly axis: Axis;
	/** The mean over runs, with its 95% interval; null if nothing could be scored. */
	value(runs: readonly TaskResult[]): Estimate | null;
	/** Runs less the base, paired, with one-sided bounds at `alpha`: 0.025 if it is left out. */
	difference(
		base: TaskResult,
		runs: readonly TaskResult[],
		alpha?: number,
	): PairedDifference | null;
}

/** Name of the second axis of a task that asks its questions several times: how often answers to one question agree. */
export function consistencyAxis(task: string): string {
	return `${task} consistency`;
}

function scoreMeasure(task: TaskResult): TaskMeasure {
	const { axis, scale } = axisScores(task);
	return {
		axis,
		value: (runs) =>
			meanOverRuns(
				runs.map((run) => axisScores(run).units),
				scale,
			),
		difference: taskDifference,
	};
}

/**
 * Agreement over wordings, orders of the options and seeds must not get worse, whatever the axis of the task: a model whose
 * answer depends on the wording has learned the wording.
 */
function consistencyMeasure(task: TaskResult): TaskMeasure[] {
	const units = agreementUnits(task);
	if (units.size === 0) return [];
	return [
		{
			axis: {
				name: consistencyAxis(task.name),
				role: "retention",
				unit: "agreement",
				better: "higher",
				...{ chance: null, questions: units.size },
				noise: consistencyNoise(task),
			},
			value: (runs) => meanOverRuns(runs.map(agreementUnits), "share"),
			difference: consistencyDifference,
		},
	];
}

/** All axes of a task: its score, and the consistency of its answers if it asks a question several times. */
export function taskMeasures(task: TaskResult): TaskMeasure[] {
	return [scoreMeasure(task), ...consistencyMeasure(task)];
}
