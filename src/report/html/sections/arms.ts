import type { ArmResult, Axis } from "../../../studies/pilot/pilot-result.ts";
import { lookAt } from "../../charts/looks.ts";
import {
	type ArmCell,
	type ArmsTable,
	armsTables,
	differs,
} from "../../view/arms-table.ts";
import { questionsText } from "../../view/questions-text.ts";
import type { ReportView } from "../../view/report-view.ts";
import { baseSwatch, named, swatch } from "../arm-name.ts";
import { html, type Markup } from "../markup.ts";

function head(view: ReportView, axis: Axis): Markup {
	const { table } = view.texts;
	return html`<th scope="col" class="number">${named(axis.name)}<span class="role">${view.figures(axis).unit}</span><span class="role">${table.role[axis.role]}</span><span class="role">${table.better[axis.better]}</span></th>`;
}

function mark({ kind }: ArmCell, { texts }: ReportView): Markup | null {
	switch (kind) {
		case "better":
			return html`<span class="good"><span aria-hidden="true">▲</span><span class="hidden">${texts.table.isBetter}</span></span> `;
		case "worse":
			return html`<span class="bad"><span aria-hidden="true">▼</span><span class="hidden">${texts.table.isWorse}</span></span> `;
		case "unclear":
		case "unknown":
			return null;
	}
	kind satisfies never;
}

const absent = (text: string) =>
	html`<span aria-hidden="true">–</span><span class="hidden">${text}</span>`;

function cell(view: ReportView, one: ArmCell, hasChange: boolean): Markup {
	const { table } = view.texts;
	if (one.value === null && one.change === null)
		return html`<td class="number">${absent(table.missing)}</td>`;
	const best = one.best
		? html`<span class="best">${one.value}<span class="hidden"> (${table.best})</span></span>`
		: html`${one.value ?? absent(table.missing)}`;
	const change =
		one.change === null
			? hasChange
				? html`<span class="change">${absent(table.missing)}</span>`
				: null
			: html`<span class="change">${mark(one, view)}${one.change}</span><span class="interval">${one.changeInterval}</span>${one.compared === null ? null : html`<span class="interval">${one.compared}</span>`}`;
	return html`<td class="number">${best}<span class="interval">${one.interval}</span>${change}</td>`;
}

function rowHead(view: ReportView, arm: ArmResult | null): Markup {
	const { texts, result, recommended } = view;
	if (arm === null)
		return html`<th scope="row">${baseSwatch}${texts.table.base}</th>`;
	const notes = [
		...(arm === recommended ? [texts.table.recommended] : []),
		...(arm.onFront ? [texts.table.onFront] : []),
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
	const { table } = view.texts;
	const body = rows.map(
		({ arm, cells }) =>
			html`<tr${arm !== null && arm === view.recommended ? html` class="recommended"` : null}>${rowHead(view, arm)}${cells.map((one, at) => cell(view, one, arm !== null && differs(axes[at]!)))}</tr>
`,
	);
	const chance = (axis: Axis) =>
		axis.chance === null ? "–" : view.figures(axis).value(axis.chance);
	const noise = (axis: Axis) => `±${view.figures(axis).size(axis.noise)}`;
	return html`<table><thead><tr><th scope="col">${table.arm}</th>${axes.map((axis) => head(view, axis))}</tr></thead>
<tbody>${body}</tbody>
<tfoot>${footRow(table.questions, axes, (axis) => questionsText(view, axis))}${footRow(table.chance, axes, chance)}${footRow(table.noise, axes, noise)}</tfoot></table>`;
}

/** All arms on all axes; null where there are no axes. */
export function armsSection(view: ReportView): Markup | null {
	const { texts, result } = view;
	if (result.axes.length === 0) return null;
	const tables = armsTables(view).map((one) => tableMarkup(view, one));
	return html`<section id="arms" class="arms"><h2>${texts.arms}</h2>
<p class="note">${texts.table.legend(texts.table.bestOnPage)}</p>
<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="${texts.arms}">${tables}</div></div></section>`;
}
