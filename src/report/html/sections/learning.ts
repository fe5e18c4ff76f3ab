import { curveCharts } from "../../charts/curves.ts";
import { lookAt } from "../../charts/looks.ts";
import { rateCharts, wasTuned } from "../../charts/rates.ts";
import { rateText } from "../../view/number-text.ts";
import type { ReportView } from "../../view/report-view.ts";
import { named, swatch } from "../arm-name.ts";
import { html, type Markup } from "../markup.ts";

/** Learning curves; null where no run has a point. */
export function curvesSection(view: ReportView): Markup | null {
	const { texts } = view;
	const charts = curveCharts(view);
	if (charts.length === 0) return null;
	const figures = charts.map(
		({ title, charts: drawn }) =>
			html`<figure><h3>${title}</h3>${drawn}</figure>`,
	);
	return html`<section id="learning"><h2>${texts.learning}</h2><p class="note">${texts.chart.curvesNote}</p>
<div class="card"><div class="grid curves">${figures}</div></div></section>`;
}

/** What was tried to find each arm's learning rate; null where there are no arms. */
export function ratesSection(view: ReportView): Markup | null {
	const { texts, result } = view;
	if (result.arms.length === 0) return null;
	const figures = rateCharts(view).map(
		({ arm, chart }) =>
			html`<figure><h3>${swatch(lookAt(result.arms.indexOf(arm)))}${named(arm.name)} <span class="role">${rateText(arm.learningRate)}</span></h3>${chart}</figure>`,
	);
	const given = result.arms
		.filter((arm) => !wasTuned(arm))
		.map(({ name, learningRate }) =>
			texts.chart.notTuned({ arm: name, rate: rateText(learningRate) }),
		);
	return html`<section id="rates"><h2>${texts.rates}</h2>
${figures.length === 0 ? null : html`<p class="note">${texts.chart.ratesNote}${texts.space}${texts.chart.ratesFilled}</p><div class="card"><div class="grid rates">${figures}</div></div>`}
${given.map((text) => html`<p class="note">${text}</p>`)}</section>`;
}
