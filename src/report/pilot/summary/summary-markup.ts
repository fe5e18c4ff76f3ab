import { html, type Markup } from "../../page/markup.ts";
import type { ReportView } from "../view/report-view.ts";
import { describeConditions, levelText } from "./conditions.ts";
import { headline } from "./headline.ts";
import { pilotNotes } from "./notes.ts";
import { tiles } from "./tiles.ts";

function badge({ result, texts }: ReportView): Markup {
	const { verdict } = result;
	if (verdict === null)
		return html`<p class="badge">– ${texts.summary.verdict.none}</p>`;
	return verdict.ship
		? html`<p class="badge good"><span aria-hidden="true">✓</span> ${texts.summary.verdict.ship}</p>`
		: html`<p class="badge bad"><span aria-hidden="true">✕</span> ${texts.summary.verdict.doNotShip}</p>`;
}

function conditions(view: ReportView): Markup | null {
	const { texts } = view;
	const told = describeConditions(view);
	if (told.length === 0) return null;
	const items = told.map(({ holds, text, measured, wouldTell }) => {
		const mark = holds
			? html`<span class="mark good" role="img" aria-label="${texts.condition.holds}">✓</span>`
			: html`<span class="mark bad" role="img" aria-label="${texts.condition.fails}">✕</span>`;
		return html`<li>${mark}<span>${text}</span><span class="measured">${measured}${wouldTell === null ? "" : html`<br>${wouldTell}`}</span></li>`;
	});
	return html`<div class="conditions"><h3>${texts.summary.conditions}</h3><ul>${items}</ul><p class="note">${texts.condition.bounds(levelText(view))}</p></div>`;
}

function notes(view: ReportView): Markup | null {
	const told = pilotNotes(view);
	if (told.length === 0) return null;
	return html`<div class="to-note"><h3>${view.texts.notes.heading}</h3><ul>${told.map((text) => html`<li dir="auto">${text}</li>`)}</ul></div>`;
}

/** Characters of a figure that still fit in large type. */
const short = 9;

/** Ship or not, what was found in words, the figures behind it. */
export function summaryMarkup(view: ReportView): Markup {
	const [lead = "", ...rest] = headline(view);
	const shown = tiles(view).map(
		({ name, figure, unit, note }) =>
			html`<div class="tile"><dt>${name}</dt><dd><div class="figure${figure.length > short ? " long" : ""}">${figure}<small>${unit}</small></div><div class="of">${note}</div></dd></div>`,
	);
	return html`<section id="summary" class="card summary" aria-label="${view.texts.summary.title}">
${badge(view)}
<p class="lead">${lead}</p>
<p class="said">${rest.join(view.texts.space)}</p>
<dl class="tiles">${shown}</dl>
${notes(view)}
${conditions(view)}
</section>`;
}
