import type { TaskResult } from "../../eval/eval-result.ts";
import { scaleOfTask, unitsOf } from "../../eval/task/question-units.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type { Scale, Units } from "../../stats/unit.ts";
import type { Axis } from "./axis.ts";

/** What one subject got on an axis, by question. */
export interface AxisScores {
	readonly axis: Axis;
	readonly units: Units;
	readonly scale: Scale;
}

/** A measure of a whole subject, without questions of its own. */
export interface WholeMeasure {
	readonly axis: Axis;
	readonly value: Estimate;
}

const roles = {
	target: "target",
	retention: "retention",
	wording: "wording",
	general: "retention",
} as const satisfies Record<TaskResult["axis"], Axis["role"]>;

/** A task as an axis. */
export function axisScores(task: TaskResult): AxisScores {
	const { name, unit, better, chance, metric, items, noise } = task;
	const units = unitsOf(items, metric);
	return {
		axis: {
			...{ name, unit, better, chance },
			role: roles[task.axis],
			noise: noise ?? 0,
			questions: units.size,
		},
		units,
		scale: scaleOfTask(task),
	};
}

/** How far a subject moved, by a task of the axis `general`: none for a base. */
export function deviationMeasures({
	name,
	deviation,
}: TaskResult): WholeMeasure[] {
	if (deviation === null) return [];
	const { kl, shift } = deviation;
	const measure = (
		what: string,
		unit: string,
		value: Estimate | null,
	): WholeMeasure[] =>
		value === null ? [] : [{ axis: deviationAxis(name, what, unit), value }];
	return [
		...measure("KL", "nats per token", kl),
		...measure("shift", "share of tokens", shift?.shifted ?? null),
	];
}

function deviationAxis(task: string, what: string, unit: string): Axis {
	return {
		name: `${task} ${what}`,
		role: "deviation",
		unit,
		better: "lower",
		chance: null,
		noise: 0,
		questions: null,
	};
}
