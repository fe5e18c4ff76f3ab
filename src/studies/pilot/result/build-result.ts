import { TemperError } from "../../../core/error.ts";
import type { EvalResult } from "../../../eval/eval-result.ts";
import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { describeMachine, describeVersions } from "../../../runs/machine.ts";
import { levelOfEach } from "../../../stats/correction.ts";
import { decide, ruleOf } from "../../gate/decide.ts";
import {
	axesOf,
	finite,
	runGain,
	runGains,
	runValues,
} from "../../measures/run-values.ts";
import { unscoredOf } from "../../measures/unscored.ts";
import { upright, uprightGain } from "../../measures/upright.ts";
import type { PilotNote } from "../pilot-note.ts";
import type {
	ArmResult,
	Axis,
	PilotResult,
	SideBySide,
	Verdict,
} from "../pilot-result.ts";
import type { ArmMeasures } from "./arm-result.ts";
import { onFront, type Place } from "./pareto.ts";
import { valuesOf } from "./read-run.ts";
import { goOnRecipe } from "./recipe-to-go-on.ts";
import { type Deciding, recommend } from "./recommend.ts";
import { sideBySide } from "./side-by-side.ts";

export interface ResultParts {
	readonly pilot: PilotRecipe;
	readonly base: EvalResult;
	readonly arms: readonly ArmMeasures[];
	readonly model: PilotResult["model"];
	readonly data: PilotResult["data"];
	readonly notes: PilotResult["notes"];
	/** Steps of a run; null: as its recipe says. */
	readonly steps: number | null;
	/** Seconds of work on the whole pilot. */
	readonly seconds: number;
}

/** All that a pilot comes to: the same parts give the same result, but for its time. */
export function buildResult(parts: ResultParts): PilotResult {
	const { pilot, base, model, data, seconds, steps } = parts;
	const all = parts.arms.flatMap(({ results }) => results);
	const axes = axesOf(base, all);
	const deciding = decidingAxes(axes);
	const arms = compared(parts, axes, deciding);
	const best = recommend(arms, deciding, ruleOf(pilot.gate));
	const leading = best ?? leadingArm(arms, deciding);
	const { cpu, cores, memoryBytes, platform } = describeMachine();
	return {
		version: 1,
		title: pilot.title,
		created: new Date().toISOString(),
		...{ model, data, axes, arms, seconds },
		machine: { cpu, cores, memoryBytes, platform },
		versions: describeVersions(),
		notes: [...parts.notes, ...baseNotes(base)],
		base: baseValues(base, axes),
		recommended: best?.name ?? null,
		recipe: best && goOnRecipe(pilot, best, steps),
		verdict: best && verdictOf(best, parts, axes),
		samples: leading ? samplesOf(parts, leading, deciding) : [],
	};
}

/** That some of its answers have no score: their questions are left out of every gain. */
function baseNotes({ tasks }: EvalResult): PilotNote[] {
	const unscored = unscoredOf(tasks);
	return unscored === null ? [] : [{ kind: "base-unscored", ...unscored }];
}

/** The base has not moved from itself. */
function baseValues(base: EvalResult, axes: readonly Axis[]) {
	const still = axes
		.filter(({ role }) => role === "deviation")
		.map(({ name }) => [name, { value: 0, low: 0, high: 0 }] as const);
	return { ...valuesOf(base), ...Object.fromEntries(still) };
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
	{ arms, base }: ResultParts,
	axes: readonly Axis[],
	{ target, deviation }: Deciding,
): ArmResult[] {
	const measured = arms.map(({ results, ...arm }) => ({
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

/** The arm that gains most, if none is recommended. */
function leadingArm(
	arms: readonly ArmResult[],
	{ target }: Deciding,
): ArmResult | null {
	const gain = (arm: ArmResult) => uprightGain(arm, target)?.value ?? -Infinity;
	const finished = arms.filter((arm) => gain(arm) > -Infinity);
	return finished.toSorted((a, b) => gain(b) - gain(a))[0] ?? null;
}

/** At a level that is divided between the arms, because the best of many looks better than it is (Bonferroni). */
function verdictOf(
	{ name }: ArmResult,
	{ arms, base, pilot }: ResultParts,
	axes: readonly Axis[],
): Verdict {
	const rule = ruleOf(pilot.gate);
	const { results = [] } = arms.find((arm) => arm.name === name) ?? {};
	const compared = arms.filter((arm) => arm.results.length > 0).length;
	const alpha = levelOfEach(rule.alpha, compared);
	const measured = axes
		.filter(({ role }) => role !== "deviation")
		.map((axis) => ({
			axis,
			difference: runGain(axis, base, results),
			bounds: runGain(axis, base, results, alpha),
		}));
	const { ship, conditions } = decide(measured, { ...rule, alpha });
	return {
		...{ ship, alpha },
		conditions: conditions.map((one) => ({
			...{ holds: one.holds, axis: one.axis, bound: one.bound },
			value: finite(one.value),
			decisive: Number.isFinite(one.decisive) ? one.decisive : null,
			...{ questions: one.questions, wouldTell: one.wouldTell },
		})),
	};
}

/** Each arm answers by its best run. */
function samplesOf(
	{ base, arms }: ResultParts,
	leading: ArmResult,
	{ target }: Deciding,
): SideBySide[] {
	const taskOf = (result: EvalResult) =>
		result.tasks.find(({ name }) => name === target.name);
	const before = taskOf(base);
	if (before === undefined) return [];
	const answers = arms.flatMap(({ name, results }) => {
		const tasks = results.flatMap((result) => taskOf(result) ?? []);
		const height = ({ value }: (typeof tasks)[number]) =>
			value === null ? -Infinity : upright(value, target).value;
		const [task] = tasks.toSorted((a, b) => height(b) - height(a));
		return task ? [{ by: name, task }] : [];
	});
	return sideBySide({ by: "base", task: before }, answers, leading.name);
}
