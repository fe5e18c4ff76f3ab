import { planeChart } from "../../charts/plane.ts";
import { planePoints } from "../../charts/plane-points.ts";
import { rivalSentence } from "../../view/headline.ts";
import { leashNote } from "../../view/leash-note.ts";
import type { ReportView } from "../../view/report-view.ts";
import { shortName } from "../../view/short-name.ts";
import { html, type Markup } from "../markup.ts";

/** The gain-deviation plane. */
export function planeSection(view: ReportView): Markup {
	const { texts, result } = view;
	const chart = planeChart(view);
	const drawn = new Set(planePoints(view).map(({ arm }) => arm));
	const others = result.arms.filter((arm) => !drawn.has(arm));
	const rival = rivalSentence(view);
	const leash = leashNote(view);
	const body =
		chart === null
			? html`<p class="note">${texts.chart.planeMissing}</p>`
			: html`<figure><h3>${texts.chart.planeTitle}</h3>${chart}<figcaption class="note">${texts.chart.planeNote}${leash === null ? null : html`${texts.space}${leash}`}${
					others.length === 0
						? null
						: html` ${texts.chart.notInPlane(texts.list(others.map(({ name }) => shortName(name))))}`
				}</figcaption></figure>`;
	return html`<section id="plane"><h2>${texts.plane}</h2>
${rival === null ? null : html`<p class="note">${rival}</p>`}
<div class="card">${body}</div></section>`;
}
