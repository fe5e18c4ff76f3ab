import { lineCharts } from "../../charts/line-chart.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import type { ReportView } from "../view/report-view.ts";
import { learningCurves } from "./learning-curves.ts";
import { learningText } from "./learning-markdown.ts";

function learningMarkup(view: ReportView): Markup | null {
	const curves = learningCurves(view);
	if (curves.length === 0) return null;
	const figures = curves.map(
		(curve) =>
			html`<figure><h3>${curve.label}</h3>${lineCharts(curve)}</figure>`,
	);
	return html`<p class="note">${view.texts.learning.note}</p>
<div class="card"><div class="grid curves">${figures}</div></div>`;
}

/** Learning curves; nothing on the page if no run has a point. */
export function learningSection(view: ReportView): Section {
	return {
		id: "learning",
		title: view.texts.learning.title,
		html: () => learningMarkup(view),
		markdown: () => learningText(view),
	};
}
