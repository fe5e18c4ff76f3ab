import type { EvalResult } from "../../eval/eval-result.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { meanOfMeasures } from "../../stats/over-runs.ts";
import type { PairedDifference } from "../../stats/paired/paired-difference.ts";
import type { Axis, Values } from "./axis.ts";
import { deviationMeasures } from "./axis-scores.ts";
import { type TaskMeasure, taskMeasures } from "./task-measures.ts";

/** All axes of a study: tasks in the order of the base's results, then how far runs moved. */
export function axesOf(base: EvalResult, runs: readonly EvalResult[]): Axis[] {
	const scored = base.tasks.flatMap(taskMeasures).map(({ axis }) => axis);
	const moved = new Map<string, Axis>();
	for (const { tasks } of runs)
		for (const { axis } of tasks.flatMap(deviationMeasures))
			moved.set(axis.name, axis);
	return [...scored, ...moved.values()];
}

/** The measure that has an axis, and the name of its task; null for an axis of no task. */
function measureOf(
	axis: string,
	base: EvalResult,
): { readonly measure: TaskMeasure; readonly task: string } | null {
	for (const task of base.tasks)
		for (const measure of taskMeasures(task))
			if (measure.axis.name === axis) return { measure, task: task.name };
	return null;
}

/** Results of runs in a task; null if one of them has no such task. */
function inTask(task: string, runs: readonly EvalResult[]) {
	const found = runs.flatMap(({ tasks }) =>
		tasks.filter(({ name }) => name === task),
	);
	return found.length === runs.length ? found : null;
}

/** What runs have on each axis, over all of them. */
export function runValues(
	axes: readonly Axis[],
	base: EvalResult,
	runs: readonly EvalResult[],
): Values {
	return Object.fromEntries(
		axes.map(({ name, role }) => {
			if (role === "deviation") return [name, movedBy(name, runs)];
			const found = measureOf(name, base);
			const tasks = found && inTask(found.task, runs);
			return [name, tasks && finite(found.measure.value(tasks))];
		}),
	);
}

function movedBy(name: string, runs: readonly EvalResult[]): Estimate | null {
	const measures = runs.flatMap(({ tasks }) =>
		tasks
			.flatMap(deviationMeasures)
			.filter(({ axis }) => axis.name === name)
			.map(({ value }) => value),
	);
	return measures.length === runs.length ? meanOfMeasures(measures) : null;
}

/** The difference between runs and the base on an axis, with one-sided bounds at `alpha`; null if nothing was paired. */
export function runGain(
	{ name }: Axis,
	base: EvalResult,
	runs: readonly EvalResult[],
	alpha?: number,
): PairedDifference | null {
	const found = measureOf(name, base);
	const before = found && inTask(found.task, [base])?.[0];
	const tasks = found && inTask(found.task, runs);
	return before && tasks
		? found.measure.difference(before, tasks, alpha)
		: null;
}

/** Changes from the base by the names of axes. */
export interface Gains {
	readonly gains: Values;
	/** Questions for which the base and every run have a score. */
	readonly questions: Readonly<Record<string, number>>;
}

/** Gains with their 95% intervals, and how many questions each is over. Of how far it moved there is no gain. */
export function runGains(
	axes: readonly Axis[],
	base: EvalResult,
	runs: readonly EvalResult[],
): Gains {
	const gains = axes
		.filter(({ role }) => role !== "deviation")
		.map((axis) => [axis.name, runGain(axis, base, runs)] as const);
	return {
		gains: Object.fromEntries(
			gains.map(([name, gain]) => [name, finite(gain)]),
		),
		questions: Object.fromEntries(
			gains.map(([name, gain]) => [name, gain?.questions ?? 0]),
		),
	};
}

/** Only the estimate; null if it has no bounds, which JSON cannot say. */
export function finite(estimate: Estimate | null): Estimate | null {
	if (estimate === null) return null;
	const { value, low, high } = estimate;
	return [value, low, high].every(Number.isFinite)
		? { value, low, high }
		: null;
}
