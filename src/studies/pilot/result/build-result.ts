import type { EvalResult } from "../../../eval/eval-result.ts";
import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { describeMachine, describeVersions } from "../../../runs/machine.ts";
import { levelOfEach } from "../../../stats/correction.ts";
import { decide, ruleOf } from "../../gate/decide.ts";
import { finite, runGain } from "../../measures/run-values.ts";
import { unscoredOf } from "../../measures/unscored.ts";
import { upright, uprightGain } from "../../measures/upright.ts";
import { diagnoseArm } from "../diagnosis/diagnose-arm.ts";
import type { PilotProbe } from "../diagnosis/read-probe.ts";
import type { PilotNote } from "../pilot-note.ts";
import type {
	ArmResult,
	Axis,
	PilotResult,
	SideBySide,
	Verdict,
} from "../pilot-result.ts";
import { comparableAxes, recommendAcross } from "./across-bases.ts";
import type { ArmMeasures } from "./arm-result.ts";
import {
	allAxes,
	type BaseGroup,
	baseGroup,
	baseValues,
	type MeasuredBase,
} from "./base-group.ts";
import { goOnRecipe } from "./recipe-to-go-on.ts";
import { sideBySide } from "./side-by-side.ts";

export interface ResultParts {
	readonly pilot: PilotRecipe;
	/** The models that arms are measured from, the pilot's own first. */
	readonly bases: readonly [MeasuredBase, ...MeasuredBase[]];
	readonly arms: readonly ArmMeasures[];
	readonly probe: PilotProbe | null;
	readonly data: PilotResult["data"];
	readonly notes: PilotResult["notes"];
	/** Steps of a run; null: as its recipe says. */
	readonly steps: number | null;
	/** Seconds of work on the whole pilot. */
	readonly seconds: number;
}

/** All that a pilot comes to: the same parts give the same result, but for its time. */
export function buildResult(parts: ResultParts): PilotResult {
	const { pilot, bases, data, seconds, steps } = parts;
	const [own, ...others] = bases;
	const groupOf = (base: MeasuredBase, name: string | undefined) =>
		baseGroup(
			base,
			parts.arms.filter((arm) => arm.base === name),
		);
	const groups: [BaseGroup, ...BaseGroup[]] = [
		groupOf(own, undefined),
		...others.map((base) => groupOf(base, base.model.name)),
	];
	const axes = allAxes(groups);
	const arms = inOrder(parts.arms, groups);
	const best = recommendAcross(groups, ruleOf(pilot.gate));
	const { target } = groups[0].deciding;
	const leading = best ?? leadingArm(arms, target);
	const diagnosed = diagnosedIn(parts, leading, groups);
	const { cpu, cores, memoryBytes, platform } = describeMachine();
	return {
		version: 1,
		title: pilot.title,
		created: new Date().toISOString(),
		...{ model: own.model, data, axes, arms, seconds },
		machine: { cpu, cores, memoryBytes, platform },
		versions: describeVersions(),
		notes: [
			...parts.notes,
			...bases.flatMap(baseNotes),
			...(diagnosed?.notes ?? []),
		],
		base: baseValues(own, axes),
		...(others.length > 0 && {
			bases: groups.slice(1).map((group) => otherBase(group, groups[0], axes)),
		}),
		recommended: best?.name ?? null,
		recipe: best && goOnRecipe(pilot, best, steps),
		verdict: best && verdictOf(best, parts, groups),
		samples: leading ? samplesOf(parts, leading, groups) : [],
		...(diagnosed && { diagnosis: diagnosed.diagnosis }),
	};
}

/** What tuning changed in the leading arm; null without a probe. */
function diagnosedIn(
	{ probe }: ResultParts,
	leading: ArmResult | null,
	groups: readonly [BaseGroup, ...BaseGroup[]],
): ReturnType<typeof diagnoseArm> | null {
	if (probe === null) return null;
	if (leading === null) return { diagnosis: null, notes: [] };
	const { base, measures } = groupWith(leading, groups);
	const own = measures.find(({ name }) => name === leading.name);
	return diagnoseArm(probe, {
		...{ arm: leading.name, runs: own?.whole ?? [] },
		base: { hash: base.model.hash, result: base.whole },
	});
}

function inOrder(
	measures: readonly ArmMeasures[],
	groups: readonly BaseGroup[],
): ArmResult[] {
	const all = groups.flatMap(({ arms }) => arms);
	return measures.flatMap(({ name }) => all.filter((arm) => arm.name === name));
}

/** What is told of a base model other than the pilot's own. */
function otherBase(
	group: BaseGroup,
	own: BaseGroup,
	axes: readonly Axis[],
): NonNullable<PilotResult["bases"]>[number] {
	const { base } = group;
	const { name, hash } = base.model;
	return {
		...{ name, hash, values: baseValues(base, axes) },
		axes: group.axes.map((axis) => ({
			name: axis.name,
			...{ noise: axis.noise, questions: axis.questions },
		})),
		comparable: comparableAxes(own, group),
	};
}

/** That some of its answers have no score: their questions are left out of every gain. */
function baseNotes({ result }: MeasuredBase): PilotNote[] {
	const unscored = unscoredOf(result.tasks);
	return unscored === null ? [] : [{ kind: "base-unscored", ...unscored }];
}

/** The arm that gains most, if none is recommended. */
function leadingArm(
	arms: readonly ArmResult[],
	target: Axis,
): ArmResult | null {
	const gain = (arm: ArmResult) => uprightGain(arm, target)?.value ?? -Infinity;
	const finished = arms.filter((arm) => gain(arm) > -Infinity);
	return finished.toSorted((a, b) => gain(b) - gain(a))[0] ?? null;
}

/** At a level that is divided between the arms, because the best of many looks better than it is (Bonferroni). */
function verdictOf(
	arm: ArmResult,
	{ arms, pilot }: ResultParts,
	groups: readonly [BaseGroup, ...BaseGroup[]],
): Verdict {
	const rule = ruleOf(pilot.gate);
	const { base, axes, measures } = groupWith(arm, groups);
	const { results = [] } = measures.find(({ name }) => name === arm.name) ?? {};
	const compared = arms.filter((one) => one.results.length > 0).length;
	const alpha = levelOfEach(rule.alpha, compared);
	const measured = axes
		.filter(({ role }) => role !== "deviation")
		.map((axis) => ({
			axis,
			difference: runGain(axis, base.result, results),
			bounds: runGain(axis, base.result, results, alpha),
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

function groupWith(
	{ name }: Pick<ArmResult, "name">,
	groups: readonly [BaseGroup, ...BaseGroup[]],
): BaseGroup {
	const own = groups.find(({ arms }) => arms.some((arm) => arm.name === name));
	return own ?? groups[0];
}

/** Each arm answers by its best run. The questions are those of the leading arm, chosen by its own base. */
function samplesOf(
	{ arms }: ResultParts,
	leading: ArmResult,
	groups: readonly [BaseGroup, ...BaseGroup[]],
): SideBySide[] {
	const { target } = groups[0].deciding;
	const taskOf = (result: EvalResult) =>
		result.tasks.find(({ name }) => name === target.name);
	const answers = arms.flatMap(({ name, results }) => {
		const tasks = results.flatMap((result) => taskOf(result) ?? []);
		const height = ({ value }: (typeof tasks)[number]) =>
			value === null ? -Infinity : upright(value, target).value;
		const [task] = tasks.toSorted((a, b) => height(b) - height(a));
		return task ? [{ by: name, task }] : [];
	});
	const before = groups.flatMap(({ base }, i) => {
		const task = taskOf(base.result);
		const by = i === 0 ? "base" : `base ${base.model.name}`;
		return task ? [{ by, task, base }] : [];
	});
	const own = before.find(
		({ base }) => base === groupWith(leading, groups).base,
	);
	if (own === undefined) return [];
	const others = before.filter((one) => one !== own);
	return sideBySide(own, [...others, ...answers], leading.name);
}
