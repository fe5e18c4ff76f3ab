import { rateText } from "../../report/page/language/number-text.ts";
import { diagnosisSentences } from "../../report/pilot/diagnosis/diagnosis-section.ts";
import { modelSentences } from "../../report/pilot/models/model-sentences.ts";
import { describeConditions } from "../../report/pilot/summary/conditions.ts";
import { headline } from "../../report/pilot/summary/headline.ts";
import { pilotNotes } from "../../report/pilot/summary/notes.ts";
import {
	basesOf,
	hasSeveralBases,
	type ShownBase,
} from "../../report/pilot/view/bases-of.ts";
import { estimateOf } from "../../report/pilot/view/estimate-of.ts";
import {
	type ReportView,
	reportView,
} from "../../report/pilot/view/report-view.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type {
	ArmResult,
	Axis,
	PilotResult,
} from "../../studies/pilot/pilot-result.ts";
import { renderFilled } from "../terminal/table.ts";
import { harmless, type Style, type Terminal } from "../terminal/terminal.ts";
import { showDuration, showNumber } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";

const right = { align: "right" } as const;

/** `+12.4 ±0.8`: change from the base, and half the width of its 95% interval. */
function change(view: ReportView, axis: Axis, gain: Estimate | null): string {
	if (!gain) return "";
	const figures = view.figures(axis);
	return `${figures.change(gain.value)} ±${figures.size((gain.high - gain.low) / 2)}`;
}

function heading({ name, better }: Axis): string {
	return better === "lower" ? `${name} ↓` : name;
}

function armRow(
	view: ReportView,
	arm: ArmResult,
	columns: readonly Axis[],
): string[] {
	const finished = arm.runs.filter(({ state }) => state === "finished").length;
	return [
		arm === view.recommended ? `* ${arm.name}` : `  ${arm.name}`,
		rateText(arm.learningRate),
		String(finished),
		...columns.map((axis) => {
			if (axis.role !== "deviation")
				return change(view, axis, estimateOf(arm.gains, axis));
			const moved = estimateOf(arm.values, axis);
			return moved ? view.figures(axis).value(moved.value) : "";
		}),
		arm.onFront ? "yes" : "",
	];
}

/** The values of a base, for the row above its arms. */
function baseRow(
	view: ReportView,
	{ name, values: base }: ShownBase,
	columns: readonly Axis[],
): string[] {
	const values = columns.map((axis) => {
		const value = estimateOf(base, axis);
		return value && axis.role !== "deviation"
			? view.figures(axis).value(value.value)
			: "";
	});
	const title = hasSeveralBases(view.result) ? `  base ${name}` : "  base";
	return [title, "", "", ...values, ""];
}

/** Prints the result of a pilot: a table of arms, then the recommendation with its reasons. */
export function showPilot(result: PilotResult, terminal: Terminal): void {
	const view = reportView(result, "en");
	const { axes, verdict } = view.result;
	const columns = axes.filter(({ role }) => role !== "wording");
	terminal.line();
	const lines = renderFilled(
		[
			{ title: "  arm" },
			{ title: "rate", ...right },
			{ title: "seeds", ...right },
			...columns.map((axis) => ({ title: heading(axis), ...right })),
			{ title: "front" },
		],
		basesOf(view.result).flatMap((base) => [
			baseRow(view, base, columns),
			...base.arms.map((arm) => armRow(view, arm, columns)),
		]),
		terminal.columns,
	);
	for (const line of lines) terminal.line(harmless(line));
	terminal.line();
	const say = (text: string, style: Style | null = null) => {
		for (const line of wrap(harmless(text), terminal.columns, 2))
			terminal.line(style === null ? line : terminal.paint(style, line));
	};
	say(
		"Change from the base (percentage points for shares), ± half of the 95% interval over seeds and questions; ↓: lower is better; *: recommended. Front: no other arm gains as much and moves as little.",
	);
	for (const sentence of [...modelSentences(view), ...headline(view)])
		say(sentence);
	if (result.diagnosis)
		say(diagnosisSentences(view, result.diagnosis).join(" "));
	for (const { holds, text, measured, wouldTell } of describeConditions(view))
		if (!holds)
			say(
				`Fails: ${text} (${measured}).${wouldTell === null ? "" : ` ${wouldTell}`}`,
			);
	if (verdict !== null)
		say(
			`Each condition is tested at level ${showNumber(Number(verdict.alpha.toPrecision(3)))}, the level of the gate divided by the number of arms.`,
		);
	for (const note of pilotNotes(view)) say(`Note: ${note}`, "yellow");
	say(`${showDuration(result.seconds)} in all.`);
}
