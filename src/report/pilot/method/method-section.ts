import { countText } from "../../page/language/number-text.ts";
import { durationText, timeText } from "../../page/language/unit-text.ts";
import { machineText } from "../../page/machine-text.ts";
import { html, type Markup } from "../../page/markup.ts";
import { named } from "../../page/named.ts";
import type { Section } from "../../page/report.ts";
import { tableMarkup } from "../../page/table.ts";
import { basesOf } from "../view/bases-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { axesTable } from "./axes-table.ts";
import { intervalNotes } from "./interval-notes.ts";
import { methodText } from "./method-markdown.ts";
import { seedsOf } from "./seeds.ts";

function dataMarkup({ result, texts }: ReportView): Markup | readonly Markup[] {
	if (result.data.length === 0) return html`<p>${texts.method.noData}</p>`;
	return result.data.map(
		({ name, hash, rows }) =>
			html`<p>${named(name)}, ${texts.method.rows(countText(texts.language, rows))}<br><span class="hash">${hash}</span></p>`,
	);
}

function methodMarkup(view: ReportView): Markup {
	const { result, texts } = view;
	const { method, language } = texts;
	const facts: readonly [name: string, value: Markup | readonly Markup[]][] = [
		[method.intervals, intervalNotes(view).map((text) => html`<p>${text}</p>`)],
		[method.seeds, html`${seedsOf(result).join(", ") || "–"}`],
		[
			method.model,
			basesOf(result).map(
				({ name, hash }, at) =>
					html`${at === 0 ? null : html`<br>`}${named(name)}<br><span class="hash">${hash}</span>`,
			),
		],
		[method.data, dataMarkup(view)],
		[method.machine, html`${machineText(result, language)}`],
		[method.time, html`${durationText(language, result.seconds)}`],
		[method.created, html`${timeText(language, result.created)}`],
	];
	return html`
<div class="card"><dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<h3>${method.measures}</h3>${tableMarkup(axesTable(view))}</div>`;
}

/** Axes, intervals, seeds, hashes, machine, time. */
export function methodSection(view: ReportView): Section {
	return {
		id: "method",
		title: view.texts.method.title,
		classes: "how",
		html: () => methodMarkup(view),
		markdown: () => methodText(view),
	};
}
