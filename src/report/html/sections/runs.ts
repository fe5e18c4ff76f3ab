import type {
	ArmResult,
	Axis,
	PilotRun,
} from "../../../studies/pilot/pilot-result.ts";
import { lookAt } from "../../charts/looks.ts";
import { estimateOf } from "../../view/estimate-of.ts";
import { rateText } from "../../view/number-text.ts";
import type { ReportView } from "../../view/report-view.ts";
import { runRemarks } from "../../view/run-remarks.ts";
import { bytesText, durationText } from "../../view/unit-text.ts";
import { named, swatch } from "../arm-name.ts";
import { html, type Markup } from "../markup.ts";

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
	return html`<tr><td class="path"><bdi>${run.run}</bdi></td><td class="number">${run.seed}</td><td class="number">${rateText(run.learningRate)}</td><td><span class="${classes[run.state]}">${texts.run.states[run.state]}</span></td>${values}<td class="number">${durationText(language, run.seconds)}</td><td class="number">${bytesText(language, run.memoryBytes)}</td></tr>${remarks}
`;
}

function armRows(view: ReportView, arm: ArmResult, place: number): Markup {
	const { texts } = view;
	const finished = arm.runs.filter(({ state }) => state === "finished").length;
	const counts =
		arm.runs.length === 0
			? texts.run.noRuns
			: texts.run.counts({ finished, runs: arm.runs.length });
	const span = 6 + shownAxes(view).length;
	return html`<tbody><tr class="group"><th scope="rowgroup" colspan="${span}">${swatch(lookAt(place))}<bdi>${arm.name}</bdi><span class="role"><bdi>${arm.options}</bdi> · ${counts}</span></th></tr>
${arm.runs.map((run) => runRow(view, run))}</tbody>`;
}

/** Every run of every arm, with its cost and what is to be said of it. */
export function runsSection(view: ReportView): Markup {
	const { texts, result } = view;
	const { run: words } = texts;
	if (result.arms.length === 0)
		return html`<section id="runs"><h2>${texts.runs}</h2><p class="note">${words.noArms}</p></section>`;
	const heads = shownAxes(view).map(
		(axis) => html`<th scope="col" class="number">${named(axis.name)}</th>`,
	);
	return html`<section id="runs" class="runs"><h2>${texts.runs}</h2>
<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="${texts.runs}"><table>
<thead><tr><th scope="col">${words.run}</th><th scope="col" class="number">${words.seed}</th><th scope="col" class="number">${words.rate}</th><th scope="col">${words.state}</th>${heads}<th scope="col" class="number">${words.time}</th><th scope="col" class="number">${words.memory}</th></tr></thead>
${result.arms.map((arm, place) => armRows(view, arm, place))}</table></div></div></section>`;
}
