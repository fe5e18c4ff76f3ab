import type { Axis } from "../../../studies/pilot/pilot-result.ts";
import { lookAt } from "../../charts/looks.ts";
import { baseSwatch, swatch } from "../../charts/swatch.ts";
import { html, type Markup } from "../../page/markup.ts";
import { named } from "../../page/named.ts";
import type { Section } from "../../page/report.ts";
import { hasSeveralBases } from "../view/bases-of.ts";
import { questionsText } from "../view/questions-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { armsText } from "./arms-markdown.ts";
import {
	type ArmCell,
	type ArmRow,
	type ArmsTable,
	armsTables,
	differs,
} from "./arms-table.ts";

function head(view: ReportView, axis: Axis): Markup {
	const { shared } = view.texts;
	return html`<th scope="col" class="number">${named(axis.name)}<span class="role">${view.figures(axis).unit}</span><span class="role">${shared.role[axis.role]}</span><span class="role">${shared.better[axis.better]}</span></th>`;
}

function mark({ kind }: ArmCell, { texts }: ReportView): Markup | null {
	switch (kind) {
		case "better":
			return html`<span class="good"><span aria-hidden="true">▲</span><span class="hidden">${texts.arms.isBetter}</span></span> `;
		case "worse":
			return html`<span class="bad"><span aria-hidden="true">▼</span><span class="hidden">${texts.arms.isWorse}</span></span> `;
		case "unclear":
		case "unknown":
			return null;
	}
	kind satisfies never;
}

const absent = (text: string) =>
	html`<span aria-hidden="true">–</span><span class="hidden">${text}</span>`;

function cell(view: ReportView, one: ArmCell, hasChange: boolean): Markup {
	const { arms, shared } = view.texts;
	if (one.value === null && one.change === null)
		return html`<td class="number">${absent(shared.missing)}</td>`;
	const best = one.best
		? html`<span class="best">${one.value}<span class="hidden"> (${arms.best})</span></span>`
		: html`${one.value ?? absent(shared.missing)}`;
	const change =
		one.change === null
			? hasChange
				? html`<span class="change">${absent(shared.missing)}</span>`
				: null
			: html`<span class="change">${mark(one, view)}${one.change}</span><span class="interval">${one.changeInterval}</span>${one.compared === null ? null : html`<span class="interval">${one.compared}</span>`}`;
	return html`<td class="number">${best}<span class="interval">${one.interval}</span>${change}</td>`;
}

function rowHead(
	view: ReportView,
	{ arm, base }: Pick<ArmRow, "arm" | "base">,
): Markup {
	const { texts, result, recommended } = view;
	if (arm === null)
		return html`<th scope="row">${baseSwatch}${texts.shared.base}${base === null ? null : html` ${named(base)}`}</th>`;
	const notes = [
		...(arm === recommended ? [texts.arms.recommended] : []),
		...(arm.onFront ? [texts.shared.onFront] : []),
	];
	return html`<th scope="row">${swatch(lookAt(result.arms.indexOf(arm)))}${named(arm.name)}${notes.map((note) => html`<span class="role">${note}</span>`)}</th>`;
}

function footRow(
	name: string,
	axes: readonly Axis[],
	text: (axis: Axis) => string,
): Markup {
	return html`<tr><th scope="row">${name}</th>${axes.map((axis) => html`<td class="number">${text(axis)}</td>`)}</tr>`;
}

function tableMarkup(view: ReportView, { axes, rows }: ArmsTable): Markup {
	const { shared } = view.texts;
	const body = rows.map(
		({ arm, base, cells }) =>
			html`<tr${arm !== null && arm === view.recommended ? html` class="recommended"` : null}>${rowHead(view, { arm, base })}${cells.map((one, at) => cell(view, one, arm !== null && differs(axes[at]!)))}</tr>
`,
	);
	const chance = (axis: Axis) =>
		axis.chance === null ? "–" : view.figures(axis).value(axis.chance);
	const noise = (axis: Axis) => `±${view.figures(axis).size(axis.noise)}`;
	return html`<table><thead><tr><th scope="col">${shared.arm}</th>${axes.map((axis) => head(view, axis))}</tr></thead>
<tbody>${body}</tbody>
<tfoot>${footRow(shared.questions, axes, (axis) => questionsText(view, axis))}${footRow(shared.chance, axes, chance)}${footRow(shared.noise, axes, noise)}</tfoot></table>`;
}

function armsMarkup(view: ReportView): Markup | null {
	const { texts, result } = view;
	if (result.axes.length === 0) return null;
	const { title, legend, bestOnPage, severalBases } = texts.arms;
	const more = hasSeveralBases(result) ? `${texts.space}${severalBases}` : "";
	const tables = armsTables(view).map((one) => tableMarkup(view, one));
	return html`
<p class="note">${legend(bestOnPage)}${more}</p>
<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="${title}">${tables}</div></div>`;
}

/** All arms on all axes; nothing without axes. */
export function armsSection(view: ReportView): Section {
	return {
		id: "arms",
		title: view.texts.arms.title,
		classes: "arms",
		html: () => armsMarkup(view),
		markdown: () => armsText(view),
	};
}
