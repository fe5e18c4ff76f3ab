import type { Axis } from "../../../studies/pilot/pilot-result.ts";
import { changesChart } from "../../charts/changes.ts";
import type { ReportView } from "../../view/report-view.ts";
import { named } from "../arm-name.ts";
import { html, type Markup } from "../markup.ts";

const order: readonly Axis["role"][] = ["retention", "wording", "target"];

/** The axes that the plane does not show: first what must stay. */
function shownAxes({ result, target }: ReportView): Axis[] {
	return order.flatMap((role) =>
		result.axes.filter((axis) => axis.role === role && axis !== target),
	);
}

/** Changes from the base on every axis that the plane leaves out; null where there is none, or no arm. */
export function changesSection(view: ReportView): Markup | null {
	const { texts, result } = view;
	const axes = shownAxes(view);
	if (axes.length === 0 || result.arms.length === 0) return null;
	const charts = axes.map(
		(axis) =>
			html`<figure><h3>${named(axis.name)} <span class="role">${texts.table.role[axis.role]}</span></h3>${changesChart(view, axis)}</figure>`,
	);
	return html`<section id="changes"><h2>${texts.changes}</h2><p class="note">${texts.chart.changesNote}</p>
<div class="card"><div class="grid changes">${charts}</div></div></section>`;
}
