import { upright } from "../../../studies/measures/upright.ts";
import type { Axis, Verdict } from "../../../studies/pilot/pilot-result.ts";
import {
	countText,
	numberText,
	roundText,
} from "../../page/language/number-text.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { ReportView } from "../view/report-view.ts";

type Condition = Verdict["conditions"][number];

/** A condition of the verdict, for people. */
export interface ConditionText {
	readonly holds: boolean;
	/** The requirement. */
	readonly text: string;
	/** The measurement with its interval and the bound that decides, or that there is none. */
	readonly measured: string;
	/** How many questions, or whether more seeds, would decide a condition that fails; null if nothing would. */
	readonly wouldTell: string | null;
}

/** Bounds of deviations are values; all others are changes from the base, shown without their sign. */
function requirement(view: ReportView, axis: Axis, bound: number): string {
	const { condition } = view.texts;
	const figures = view.figures(axis);
	const limit = Math.abs(bound);
	const change = {
		axis: shortName(axis.name),
		bound: figures.givenAmount(limit),
	};
	const value = {
		axis: shortName(axis.name),
		bound: figures.givenValue(bound),
	};
	const lower = axis.better === "lower";
	switch (axis.role) {
		case "target":
			return condition.improve(change);
		case "retention":
		case "wording":
			return lower ? condition.mayRise(change) : condition.mayFall(change);
		case "deviation":
			return lower ? condition.atMost(value) : condition.atLeast(value);
	}
	axis.role satisfies never;
}

function measuredText(view: ReportView, axis: Axis, condition: Condition) {
	const { texts } = view;
	const { value, decisive } = condition;
	if (value === null) return texts.shared.missing;
	const figures = view.figures(axis);
	if (axis.role === "deviation")
		return texts.condition.measured(
			`${figures.value(value.value)} (${figures.interval(value)})`,
			decisive === null ? null : figures.value(decisive),
		);
	const turned = axis.role === "target" && axis.better === "lower";
	const change = turned ? upright(value, axis) : value;
	const bound = decisive === null || !turned ? decisive : 0 - decisive;
	return texts.condition.measured(
		`${figures.change(change.value)} (${figures.changeInterval(change)})`,
		bound === null ? null : figures.change(bound),
	);
}

function wouldTellText(
	{ texts }: ReportView,
	{ wouldTell, questions }: Condition,
): string | null {
	if (wouldTell === null) return null;
	if (wouldTell.kind === "seeds") return texts.condition.seedsTell;
	return texts.condition.questionsTell({
		count: countText(texts.language, wouldTell.count),
		questions: countText(texts.language, questions ?? 0),
	});
}

function conditionText(view: ReportView, condition: Condition): ConditionText {
	const { holds, bound } = condition;
	const axis = view.result.axes.find(({ name }) => name === condition.axis);
	if (axis !== undefined)
		return {
			holds,
			text: requirement(view, axis, bound),
			measured: measuredText(view, axis, condition),
			wouldTell: wouldTellText(view, condition),
		};
	const number = (value: number) =>
		numberText(view.texts.language, value, { decimals: 3 });
	return {
		holds,
		text: `${shortName(condition.axis)}, ${number(bound)}`,
		measured:
			condition.value === null
				? view.texts.shared.missing
				: view.texts.condition.measured(number(condition.value.value), null),
		wouldTell: wouldTellText(view, condition),
	};
}

/** The level of the verdict's bounds; a dash without a verdict. */
export function levelText({ result, texts }: ReportView): string {
	const { verdict } = result;
	return verdict === null ? "–" : roundText(texts.language, verdict.alpha);
}

/** The conditions of the verdict in their order; none without a verdict. */
export function describeConditions(view: ReportView): ConditionText[] {
	return (view.result.verdict?.conditions ?? []).map((condition) =>
		conditionText(view, condition),
	);
}
