import { TemperError } from "../../../core/error.ts";
import type { EvalResult } from "../../../eval/eval-result.ts";
import { axesOf, runGains, runValues } from "../../measures/run-values.ts";
import { uprightGain } from "../../measures/upright.ts";
import type { BaseModel } from "../arms/arm-bases.ts";
import type { ArmResult, Axis } from "../pilot-result.ts";
import type { ArmMeasures } from "./arm-result.ts";
import { onFront, type Place } from "./pareto.ts";
import { valuesOf } from "./read-run.ts";
import type { Deciding } from "./recommend.ts";

/** A base model with what it was measured in. */
export interface MeasuredBase {
	readonly model: Pick<BaseModel, "name" | "hash">;
	readonly result: EvalResult;
	/** The same with the tasks that only a diagnosis reads. */
	readonly whole: EvalResult;
}

/** The arms that are measured from one base, compared with it and with each other. */
export interface BaseGroup {
	readonly base: MeasuredBase;
	/** With the noise and the questions of this base. */
	readonly axes: readonly Axis[];
	readonly deciding: Deciding;
	readonly measures: readonly ArmMeasures[];
	readonly arms: readonly ArmResult[];
}

export function baseGroup(
	base: MeasuredBase,
	measures: readonly ArmMeasures[],
): BaseGroup {
	const runs = measures.flatMap(({ results }) => results);
	const axes = axesOf(base.result, runs);
	const deciding = decidingAxes(axes);
	const arms = compared(base.result, measures, axes, deciding);
	return { base, axes, deciding, measures, arms };
}

/** The axes of all groups, each once: those of the first group first. */
export function allAxes(groups: readonly BaseGroup[]): Axis[] {
	const axes = new Map<string, Axis>();
	for (const axis of groups.flatMap((group) => group.axes))
		if (!axes.has(axis.name)) axes.set(axis.name, axis);
	return [...axes.values()];
}

/** What a base has on all axes. It has not moved from itself. */
export function baseValues({ result }: MeasuredBase, axes: readonly Axis[]) {
	const still = axes
		.filter(({ role }) => role === "deviation")
		.map(({ name }) => [name, { value: 0, low: 0, high: 0 }] as const);
	return { ...valuesOf(result), ...Object.fromEntries(still) };
}

function decidingAxes(axes: readonly Axis[]): Deciding {
	const target = axes.find(({ role }) => role === "target");
	if (target === undefined)
		throw new TemperError("internal", {
			where: "axes of the pilot",
			expected: "a target",
			found: "none",
		});
	return {
		target,
		deviation: axes.find(({ role }) => role === "deviation") ?? null,
		kept: axes.filter(({ role }) => role === "retention"),
	};
}

function compared(
	base: EvalResult,
	measures: readonly ArmMeasures[],
	axes: readonly Axis[],
	{ target, deviation }: Deciding,
): ArmResult[] {
	const measured = measures.map(({ results, whole: _, ...arm }) => ({
		...arm,
		tried: arm.tried.map(({ learningRate, score }) => ({
			learningRate,
			score: score && (target.better === "lower" ? -score : score),
		})),
		values: runValues(axes, base, results),
		...runGains(axes, base, results),
	}));
	const places = measured.map(
		(arm): Place => ({
			gain: uprightGain(arm, target)?.value ?? null,
			moved: (deviation && arm.values[deviation.name]?.value) ?? null,
		}),
	);
	return measured.map((arm, i) => ({
		...arm,
		onFront: onFront(places[i] as Place, places),
	}));
}
