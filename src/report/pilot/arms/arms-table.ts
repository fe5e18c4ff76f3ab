import type {
	ArmResult,
	Axis,
	Values,
} from "../../../studies/pilot/pilot-result.ts";
import { countText } from "../../page/language/number-text.ts";
import {
	axisFor,
	basesOf,
	hasSeveralBases,
	type ShownBase,
} from "../view/bases-of.ts";
import { type ChangeKind, changeKind } from "../view/change-kind.ts";
import { estimateOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";

/** A value of an arm on an axis, and its difference from the base. */
export interface ArmCell {
	/** Null if it was not measured. */
	readonly value: string | null;
	readonly interval: string;
	readonly change: string | null;
	readonly changeInterval: string;
	readonly kind: ChangeKind;
	readonly best: boolean;
	/** Says that the change is over fewer questions than the base has a score for; null otherwise. */
	readonly compared: string | null;
}

export interface ArmRow {
	/** Null for a base model. */
	readonly arm: ArmResult | null;
	/** The name of the base model; null for an arm, and if the pilot has only one. */
	readonly base: string | null;
	readonly cells: readonly ArmCell[];
}

/** Some of the axes with all rows: a table that fits a page. */
export interface ArmsTable {
	readonly axes: readonly Axis[];
	readonly rows: readonly ArmRow[];
}

/** The most axes in one table. */
const widest = 7;

/** Of the arms of one base. */
function bestArms(
	arms: readonly ArmResult[],
	axis: Axis,
): ReadonlySet<ArmResult> {
	const measured = arms.flatMap((arm) => {
		const value = estimateOf(arm.values, axis)?.value;
		return value === undefined ? [] : [{ arm, value }];
	});
	if (measured.length < 2) return new Set();
	const values = measured.map(({ value }) => value);
	const best =
		axis.better === "higher" ? Math.max(...values) : Math.min(...values);
	return new Set(
		measured.filter(({ value }) => value === best).map(({ arm }) => arm),
	);
}

function valueCell(view: ReportView, axis: Axis, values: Values): ArmCell {
	const figures = view.figures(axis);
	const value = estimateOf(values, axis);
	return {
		value: value === null ? null : figures.value(value.value),
		interval:
			value === null || value.low === value.high ? "" : figures.interval(value),
		change: null,
		changeInterval: "",
		kind: "unknown",
		best: false,
		compared: null,
	};
}

/** Whether the table shows the change from the base: a deviation is a difference from the base already. */
export function differs({ role }: Axis): boolean {
	return role !== "deviation";
}

function comparedText(
	{ texts, result }: ReportView,
	axis: Axis,
	arm: ArmResult,
): string | null {
	const { name, questions } = axisFor(result, arm, axis);
	const compared = Object.hasOwn(arm.questions, name)
		? arm.questions[name]
		: undefined;
	if (questions === null || !compared || compared >= questions) return null;
	const told = (count: number) => countText(texts.language, count);
	return texts.arms.compared({
		compared: told(compared),
		questions: told(questions),
	});
}

function armCell(
	view: ReportView,
	axis: Axis,
	arm: ArmResult,
	{ arms }: Pick<ShownBase, "arms">,
): ArmCell {
	const figures = view.figures(axis);
	const change = differs(axis) ? estimateOf(arm.gains, axis) : null;
	return {
		...valueCell(view, axis, arm.values),
		change: change === null ? null : figures.change(change.value),
		changeInterval: change === null ? "" : figures.changeInterval(change),
		kind: differs(axis) ? changeKind(view.result, arm, axis) : "unknown",
		best: bestArms(arms, axis).has(arm),
		compared: comparedText(view, axis, arm),
	};
}

function tableOf(view: ReportView, axes: readonly Axis[]): ArmsTable {
	const several = hasSeveralBases(view.result);
	const rows = basesOf(view.result).flatMap((base): ArmRow[] => [
		{
			...{ arm: null, base: several ? base.name : null },
			cells: axes.map((axis) => valueCell(view, axis, base.values)),
		},
		...base.arms.map((arm) => ({
			...{ arm, base: null },
			cells: axes.map((axis) => armCell(view, axis, arm, base)),
		})),
	]);
	return { axes, rows };
}

/** All arms on all axes, below the base that they are measured from, in as many tables of about equal width as are needed. */
export function armsTables(view: ReportView): ArmsTable[] {
	const { axes } = view.result;
	const count = Math.ceil(axes.length / widest);
	const width = Math.ceil(axes.length / Math.max(1, count));
	return Array.from({ length: count }, (_, at) =>
		tableOf(view, axes.slice(at * width, (at + 1) * width)),
	);
}
