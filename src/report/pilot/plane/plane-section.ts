import { planeCharts } from "../../charts/plane/plane-chart.ts";
import { shortName } from "../../page/language/short-name.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import { rivalSentence } from "../summary/headline.ts";
import type { ReportView } from "../view/report-view.ts";
import { leashNote } from "./leash-note.ts";
import { planeData } from "./plane-data.ts";
import { planeText } from "./plane-markdown.ts";

function figure(view: ReportView): Markup {
	const { result, texts } = view;
	const { heading, note, missing, notDrawn } = texts.plane;
	const plane = planeData(view);
	if (plane === null) return html`<p class="note">${missing}</p>`;
	const drawn = new Set(plane.points.map(({ name }) => name));
	const others = result.arms.filter(({ name }) => !drawn.has(name));
	const leash = leashNote(view);
	return html`<figure><h3>${heading}</h3>${planeCharts(plane)}<figcaption class="note">${note}${leash === null ? null : html`${texts.space}${leash}`}${
		others.length === 0
			? null
			: html` ${notDrawn(texts.list(others.map(({ name }) => shortName(name))))}`
	}</figcaption></figure>`;
}

function planeMarkup(view: ReportView): Markup {
	const rival = rivalSentence(view);
	return html`
${rival === null ? null : html`<p class="note">${rival}</p>`}
<div class="card">${figure(view)}</div>`;
}

/** Gain on the target against distance from the base. */
export function planeSection(view: ReportView): Section {
	return {
		id: "plane",
		title: view.texts.plane.title,
		html: () => planeMarkup(view),
		markdown: () => planeText(view),
	};
}
