import { planeCharts } from "../../charts/plane/plane-chart.ts";
import { shortName } from "../../page/language/short-name.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import { rivalSentence } from "../summary/headline.ts";
import { basesOf, type ShownBase } from "../view/bases-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { leashNote } from "./leash-note.ts";
import { planeData } from "./plane-data.ts";
import { planeText } from "./plane-markdown.ts";

function figure(view: ReportView, base: ShownBase): Markup {
	const { texts } = view;
	const { note, missing, notDrawn } = texts.plane;
	const plane = planeData(view, base);
	if (plane === null) return html`<p class="note">${missing}</p>`;
	const drawn = new Set(plane.points.map(({ name }) => name));
	const others = base.arms.filter(({ name }) => !drawn.has(name));
	const leash = leashNote(view);
	return html`<figure><h3>${plane.label}</h3>${planeCharts(plane)}<figcaption class="note">${note}${leash === null ? null : html`${texts.space}${leash}`}${
		others.length === 0
			? null
			: html` ${notDrawn(texts.list(others.map(({ name }) => shortName(name))))}`
	}</figcaption></figure>`;
}

function planeMarkup(view: ReportView): Markup {
	const rival = rivalSentence(view);
	const bases = basesOf(view.result);
	const shown = bases.filter(({ arms }) => arms.length > 0);
	const figures = (shown.length === 0 ? bases.slice(0, 1) : shown).map(
		(base) => html`<div class="card">${figure(view, base)}</div>`,
	);
	return html`
${rival === null ? null : html`<p class="note">${rival}</p>`}
${figures}`;
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
