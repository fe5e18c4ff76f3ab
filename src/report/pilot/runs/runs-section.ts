import type {
	ArmResult,
	Axis,
	PilotRun,
} from "../../../studies/pilot/pilot-result.ts";
import { lookAt } from "../../charts/looks.ts";
import { swatch } from "../../charts/swatch.ts";
import { rateText } from "../../page/language/number-text.ts";
import { bytesText, durationText } from "../../page/language/unit-text.ts";
import { html, type Markup } from "../../page/markup.ts";
import { named } from "../../page/named.ts";
import type { Section } from "../../page/report.ts";
import { estimateOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { armOptions } from "./arm-options.ts";
import { runRemarks } from "./run-remarks.ts";
import { runsText } from "./runs-markdown.ts";

const classes: Readonly<Record<PilotRun["state"], string>> = {
	finished: "",
	stopped: "chip",
	failed: "chip bad",
};

function shownAxes({ target, distance }: ReportView): Axis[] {
	return [target, distance].filter((axis) => axis !== null);
}

function runRow(view: ReportView, run: PilotRun): Markup {
	const { texts } = view;
	const { language } = texts;
	const axes = shownAxes(view);
	const values = axes.map((axis) => {
		const value = estimateOf(run.values, axis);
		return html`<td class="number">${value === null ? "–" : view.figures(axis).value(value.value)}</td>`;
	});
	const remarks = runRemarks(view, run).map(
		({ text, bad }) =>
			html`<tr class="remark"><td colspan="${6 + axes.length}" dir="auto"${bad ? html` class="bad"` : null}>${text}</td></tr>`,
	);
	return html`<tr><td class="path"><bdi>${run.run}</bdi></td><td class="number">${run.seed}</td><td class="number">${rateText(run.learningRate)}</td><td><span class="${classes[run.state]}">${texts.runs.states[run.state]}</span></td>${values}<td class="number">${durationText(language, run.seconds)}</td><td class="number">${bytesText(language, run.memoryBytes)}</td></tr>${remarks}
`;
}

function armRows(view: ReportView, arm: ArmResult, place: number): Markup {
	const { texts } = view;
	const finished = arm.runs.filter(({ state }) => state === "finished").length;
	const counts =
		arm.runs.length === 0
			? texts.runs.noRuns
			: texts.runs.counts({ finished, runs: arm.runs.length });
	const span = 6 + shownAxes(view).length;
	return html`<tbody><tr class="group"><th scope="rowgroup" colspan="${span}">${swatch(lookAt(place))}<bdi>${arm.name}</bdi><span class="role"><bdi>${armOptions(view, arm)}</bdi> · ${counts}</span></th></tr>
${arm.runs.map((run) => runRow(view, run))}</tbody>`;
}

function runsMarkup(view: ReportView): Markup {
	const { texts, result } = view;
	const { runs: words } = texts;
	if (result.arms.length === 0)
		return html`<p class="note">${words.noArms}</p>`;
	const heads = shownAxes(view).map(
		(axis) => html`<th scope="col" class="number">${named(axis.name)}</th>`,
	);
	return html`
<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="${words.title}"><table>
<thead><tr><th scope="col">${words.run}</th><th scope="col" class="number">${words.seed}</th><th scope="col" class="number">${words.rate}</th><th scope="col">${words.state}</th>${heads}<th scope="col" class="number">${words.time}</th><th scope="col" class="number">${words.memory}</th></tr></thead>
${result.arms.map((arm, place) => armRows(view, arm, place))}</table></div></div>`;
}

/** Every run of every arm, with its cost and remarks. */
export function runsSection(view: ReportView): Section {
	return {
		id: "runs",
		title: view.texts.runs.title,
		...(view.result.arms.length > 0 && { classes: "runs" }),
		html: () => runsMarkup(view),
		markdown: () => runsText(view),
	};
}
