import type { Axis } from "../../../studies/pilot/pilot-result.ts";
import { intervalTexts } from "../../view/interval-texts.ts";
import { machineText } from "../../view/machine-text.ts";
import { countText } from "../../view/number-text.ts";
import { questionsText } from "../../view/questions-text.ts";
import type { ReportView } from "../../view/report-view.ts";
import { seedsOf } from "../../view/seeds.ts";
import { durationText, timeText } from "../../view/unit-text.ts";
import { named } from "../arm-name.ts";
import { html, type Markup } from "../markup.ts";

function axisRow(view: ReportView, axis: Axis): Markup {
	const { how, table } = view.texts;
	const figures = view.figures(axis);
	const chance = axis.chance === null ? "–" : figures.value(axis.chance);
	return html`<tr><th scope="row">${named(axis.name)}</th><td>${how.means[axis.role]}</td><td>${figures.unit}, ${table.better[axis.better]}</td><td class="number">${questionsText(view, axis)}</td><td class="number">${chance}</td><td class="number">±${figures.amount(axis.noise)}</td></tr>
`;
}

function axesTable(view: ReportView): Markup {
	const { how, table } = view.texts;
	return html`<div class="scroll"><table><thead><tr><th scope="col">${table.measure}</th><th scope="col">${how.stands}</th><th scope="col">${how.unit}</th><th scope="col" class="number">${table.questions}</th><th scope="col" class="number">${table.chance}</th><th scope="col" class="number">${table.noise}</th></tr></thead>
<tbody>${view.result.axes.map((axis) => axisRow(view, axis))}</tbody></table></div>`;
}

function dataMarkup({ result, texts }: ReportView): Markup | readonly Markup[] {
	if (result.data.length === 0) return html`<p>${texts.how.noData}</p>`;
	return result.data.map(
		({ name, hash, rows }) =>
			html`<p>${named(name)}, ${texts.how.rows(countText(texts.language, rows))}<br><span class="hash">${hash}</span></p>`,
	);
}

/** Axes, intervals, seeds, hashes, machine, time. */
export function methodSection(view: ReportView): Markup {
	const { result, texts } = view;
	const { how, language } = texts;
	const facts: readonly [name: string, value: Markup | readonly Markup[]][] = [
		[how.intervals, intervalTexts(view).map((text) => html`<p>${text}</p>`)],
		[how.seeds, html`${seedsOf(result).join(", ") || "–"}`],
		[
			how.model,
			html`${named(result.model.name)}<br><span class="hash">${result.model.hash}</span>`,
		],
		[how.data, dataMarkup(view)],
		[how.machine, html`${machineText(view)}`],
		[how.time, html`${durationText(language, result.seconds)}`],
		[how.created, html`${timeText(language, result.created)}`],
	];
	return html`<section id="method" class="how"><h2>${texts.method}</h2>
<div class="card"><dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<h3>${how.measures}</h3>${axesTable(view)}</div></section>`;
}
