import { lookAt } from "../../charts/looks.ts";
import { monitorChart } from "../../charts/monitors.ts";
import { monitorLines } from "../../view/monitor-lines.ts";
import type { ReportView } from "../../view/report-view.ts";
import { named, swatch } from "../arm-name.ts";
import { html, type Markup } from "../markup.ts";

/** What training logged of its own steps, arm beside arm; null where nothing was logged. */
export function monitorsSection(view: ReportView): Markup | null {
	const { texts, result } = view;
	const monitors = monitorLines(view);
	if (monitors.length === 0) return null;
	const arms = result.arms.map(
		({ name }, place) => html`<li>${swatch(lookAt(place))}${named(name)}</li>`,
	);
	const figures = monitors.map(
		(one) =>
			html`<figure><h3>${one.title}</h3>${monitorChart(view, one)}</figure>`,
	);
	return html`<section id="monitors"><h2>${texts.monitors}</h2><p class="note">${texts.monitor.note}</p>
<div class="card"><ul class="key">${arms}</ul><div class="grid monitors">${figures}</div></div></section>`;
}
