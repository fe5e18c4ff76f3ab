import { inline } from "../../page/markdown.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import { type Table, tableMarkup, tableText } from "../../page/table.ts";

/** A chart with its heading. */
export interface Figure {
	readonly title: string;
	/** One drawing, or one for each kind of page. */
	readonly charts: readonly Markup[];
}

/** A section that shows charts and a table of the same numbers. */
export interface FigureSection {
	readonly id: string;
	readonly title: string;
	/** Sentences before the charts. */
	readonly before: readonly string[];
	/** In HTML alone, since Markdown has no charts. */
	readonly figures: () => readonly Figure[];
	/** How many figures share a line of a wide page. */
	readonly besides: 1 | 2 | 3;
	/** How to read the charts: in HTML alone. */
	readonly key: Markup | null;
	readonly table: Table | null;
	/** Sentences after the table. */
	readonly after: readonly string[];
}

const layouts = { 1: null, 2: "grid halves", 3: "grid" } as const;

/** How many of so many small figures share a line, so that no line is nearly empty. */
export function besidesOf(count: number): 2 | 3 {
	return count <= 2 || count === 4 ? 2 : 3;
}

function figuresMarkup(
	figures: readonly Figure[],
	besides: FigureSection["besides"],
): Markup | null {
	const drawn = figures.map(
		({ title, charts }) => html`<figure><h3>${title}</h3>${charts}</figure>`,
	);
	if (drawn.length === 0) return null;
	const layout = layouts[besides];
	return layout === null
		? html`${drawn}`
		: html`<div class="${layout}">${drawn}</div>`;
}

/** The section in both forms: sentences, charts in HTML, a table, and further sentences. */
export function figureSection(parts: FigureSection): Section {
	const { id, title, before, figures, besides, key, table, after } = parts;
	const body = (): Markup | null => {
		const drawn = figuresMarkup(figures(), besides);
		if (drawn === null && table === null) return null;
		return html`<div class="card">${key}${drawn}${table === null ? null : tableMarkup(table)}</div>`;
	};
	const notes = (texts: readonly string[]) =>
		texts.map((text) => html`<p class="note">${text}</p>`);
	return {
		id,
		title,
		classes: "budget",
		html: () => html`
${notes(before)}
${body()}
${notes(after)}`,
		markdown: () => [
			...before.map(inline),
			...(table === null ? [] : [tableText(table)]),
			...after.map(inline),
		],
	};
}
