import { inline } from "../../page/markdown.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import { tableMarkup, tableText } from "../../page/table.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { methodFacts } from "./method-facts.ts";
import { parametersTable } from "./parameters-table.ts";

function markupOf(view: BudgetView): Markup {
	const facts = methodFacts(view).map(
		({ name, lines }) =>
			html`<dt>${name}</dt><dd>${lines.map((line) => html`<p>${line}</p>`)}</dd>`,
	);
	const table = parametersTable(view);
	return html`
<div class="card"><dl class="facts">${facts}</dl>${table === null ? null : html`<h3>${view.texts.method.shape}</h3>${tableMarkup(table)}`}</div>`;
}

function textOf(view: BudgetView): string[] {
	const { colon, space } = view.texts;
	const facts = methodFacts(view).map(
		({ name, lines }) =>
			`- ${name}${colon}${lines.map(inline).join(`;${space || " "}`)}`,
	);
	const table = parametersTable(view);
	return [facts.join("\n"), ...(table === null ? [] : [tableText(table)])];
}

/** How cells were bought, what the answers lean on, and what was not measured. */
export function methodSection(view: BudgetView): Section {
	return {
		id: "method",
		title: view.texts.method.title,
		classes: "budget how",
		html: () => markupOf(view),
		markdown: () => textOf(view),
	};
}
