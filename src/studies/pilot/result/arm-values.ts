import type { EvalResult } from "../../../eval/eval-result.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import { meanOfMeasures, meanOverRuns } from "../../../stats/over-runs.ts";
import {
	type PairedDifference,
	pairedDifference,
} from "../../../stats/paired-difference.ts";
import { axisScores, deviationMeasures } from "../../measures/axis-scores.ts";
import type { ArmResult, Axis, Values } from "../pilot-result.ts";

/** All axes of a pilot: tasks in the order of the base's results, then how far runs moved. */
export function axesOf(base: EvalResult, runs: readonly EvalResult[]): Axis[] {
	const scored = base.tasks.map((task) => axisScores(task).axis);
	const moved = new Map<string, Axis>();
	for (const { tasks } of runs)
		for (const { axis } of tasks.flatMap(deviationMeasures))
			moved.set(axis.name, axis);
	return [...scored, ...moved.values()];
}

/** Units of an axis in each run; null where one of them has no such task. */
function unitsOf(name: string, runs: readonly EvalResult[]) {
	const units = runs.map(({ tasks }) => {
		const task = tasks.find((one) => one.name === name);
		return task ? axisScores(task).units : null;
	});
	return units.includes(null) ? null : units.filter((one) => one !== null);
}

/** What an arm has on each axis, over its runs. */
export function armValues(
	axes: readonly Axis[],
	runs: readonly EvalResult[],
): Values {
	return Object.fromEntries(
		axes.map(({ name, role }) => {
			if (role === "deviation") return [name, movedBy(name, runs)];
			const units = unitsOf(name, runs);
			return [name, units && plain(meanOverRuns(units))];
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

/** By how much an arm differs from the base on an axis, at a one-sided level; null where nothing could be paired. */
export function armGain(
	{ name }: Axis,
	base: EvalResult,
	runs: readonly EvalResult[],
	alpha: number,
): PairedDifference | null {
	const before = unitsOf(name, [base])?.[0];
	const units = unitsOf(name, runs);
	return before && units ? pairedDifference(before, units, alpha) : null;
}

/** Gains with their 95% intervals, and how many questions each is over. Of how far it moved there is no gain. */
export function armGains(
	axes: readonly Axis[],
	base: EvalResult,
	runs: readonly EvalResult[],
): Pick<ArmResult, "gains" | "questions"> {
	const gains = axes
		.filter(({ role }) => role !== "deviation")
		.map((axis) => [axis.name, armGain(axis, base, runs, 0.025)] as const);
	return {
		gains: Object.fromEntries(gains.map(([name, gain]) => [name, plain(gain)])),
		questions: Object.fromEntries(
			gains.map(([name, gain]) => [name, gain?.questions ?? 0]),
		),
	};
}

function plain(value: Estimate | null): Estimate | null {
	return value && { value: value.value, low: value.low, high: value.high };
}
