import type { EvalResult, TaskResult } from "../../../eval/eval-result.ts";
import { taskMeasures } from "../../measures/task-measures.ts";
import { upright } from "../../measures/upright.ts";
import type { ArmResult, Axis, Values } from "../pilot-result.ts";
import type { BaseGroup } from "./base-group.ts";
import { recommend, type Tolerances } from "./recommend.ts";

/**
 * The names of the axes on which scores of two groups may be compared: in both, the bases and all finished runs have a score
 * for the same questions, and each counts as much. NLL per token counts by tokens, so it is compared only if both models
 * split the rows into as many tokens. How far a model moved is never compared: it is measured from another base.
 */
export function comparableAxes(
	one: Pick<BaseGroup, "base" | "measures">,
	other: Pick<BaseGroup, "base" | "measures">,
): string[] {
	const results = [one, other].flatMap(({ base, measures }) => [
		base.result,
		...measures.flatMap((arm) => arm.results),
	]);
	return one.base.result.tasks.flatMap((task) =>
		sameQuestions(task.name, results)
			? taskMeasures(task).map(({ axis }) => axis.name)
			: [],
	);
}

function sameQuestions(task: string, results: readonly EvalResult[]): boolean {
	const asked = results.map(({ tasks }) => {
		const found = tasks.find(({ name }) => name === task);
		return found === undefined ? null : weights(found);
	});
	return asked.every((one) => one !== null && one === asked[0]);
}

/** What was scored, and how much each item counts. */
function weights({ items }: TaskResult): string {
	const scored = items.filter(({ score }) => score !== null);
	return JSON.stringify(
		scored.map(({ id, weight }) => [id, weight] as const).toSorted(),
	);
}

/**
 * The arm to continue with. In each group it is the usual recommendation. Between groups, scores themselves are compared,
 * since gains from different bases are gains from different beginnings: an arm of another base than the pilot's own
 * must score no less than that model on what must not get worse, within the tolerances, as far as it is comparable; of
 * the arms that are left, the one whose score on the first target has the highest lower bound is recommended. If scores on the target are not
 * comparable, only arms of the pilot's own model may be.
 */
export function recommendAcross(
	[own, ...others]: readonly [BaseGroup, ...BaseGroup[]],
	tolerances: Tolerances,
): ArmResult | null {
	const { target } = own.deciding;
	const first = recommend(own.arms, own.deciding, tolerances);
	const rivals = others.flatMap((group) => {
		const best = recommend(group.arms, group.deciding, tolerances);
		const comparable = comparableAxes(own, group);
		const fits =
			best !== null &&
			comparable.includes(target.name) &&
			keepsUp(best, group, { own, comparable, tolerances });
		return fits ? [best] : [];
	});
	const low = ({ values }: ArmResult) => scoreOn(values, target, "low");
	const [best = null] = [
		...(first === null ? [] : [first]),
		...rivals,
	].toSorted((a, b) => low(b) - low(a));
	return best;
}

/** Whether an arm scores no less than the pilot's own model on what must not get worse. */
function keepsUp(
	{ values }: ArmResult,
	{ axes }: BaseGroup,
	{
		own,
		comparable,
		tolerances: { tolerance, tolerances },
	}: {
		readonly own: BaseGroup;
		readonly comparable: readonly string[];
		readonly tolerances: Tolerances;
	},
): boolean {
	const before: Values = Object.fromEntries(
		own.base.result.tasks
			.flatMap((task) => taskMeasures(task).map((one) => ({ task, one })))
			.map(({ task, one }) => [one.axis.name, one.value([task])]),
	);
	return own.deciding.kept
		.filter(({ name }) => comparable.includes(name))
		.every((axis) => {
			const noise = axes.find(({ name }) => name === axis.name)?.noise ?? 0;
			const allowed =
				(tolerances[axis.name] ?? tolerance) + Math.max(axis.noise, noise);
			const least = scoreOn(before, axis, "value") - allowed;
			return scoreOn(values, axis, "value") >= least;
		});
}

/** Oriented so that higher is better; what was not measured is worst. */
function scoreOn(values: Values, axis: Axis, part: "value" | "low"): number {
	const value = values[axis.name] ?? null;
	return value === null ? -Infinity : upright(value, axis)[part];
}
