import { type Column, inline, table } from "./markdown.ts";
import { html, type Markup } from "./markup.ts";
import { named } from "./named.ts";

/** A table as plain data. The first cell of a row is its name; rows have as many cells as there are columns. */
export interface Table {
	readonly columns: readonly Column[];
	readonly rows: readonly (readonly string[])[];
}

/** The table as HTML. It scrolls sideways if the page is too narrow for it. */
export function tableMarkup({ columns, rows }: Table): Markup {
	const classOf = (at: number) =>
		columns[at]?.align === "right" ? html` class="number"` : null;
	const head = columns.map(
		({ title }, at) => html`<th scope="col"${classOf(at)}>${title}</th>`,
	);
	const body = rows.map(
		([
			name = "",
			...cells
		]) => html`<tr><th scope="row">${named(name)}</th>${cells.map((cell, at) => html`<td${classOf(at + 1)}>${cell}</td>`)}</tr>
`,
	);
	return html`<div class="scroll"><table><thead><tr>${head}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

/** The table as Markdown. */
export function tableText({ columns, rows }: Table): string {
	return table(
		columns.map((column) => ({ ...column, title: inline(column.title) })),
		rows.map((cells) => cells.map(inline)),
	);
}
