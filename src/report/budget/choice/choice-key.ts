import { html, type Markup, raw } from "../../page/markup.ts";
import type { BudgetView } from "../view/budget-view.ts";

/** Symbols as the chart draws them. */
const symbols = {
	best: `<circle r="6" fill="var(--arm-1)"/>`,
	interval: `<path d="M-7,0H7" stroke="var(--arm-1)" stroke-width="7" stroke-opacity="0.3" stroke-linecap="round"/>`,
	path: `<path d="M-8,0H8" stroke="var(--arm-1)" stroke-width="2.5"/>`,
	line: `<path d="M-8,0H8" stroke="var(--axis)" stroke-width="1.5" stroke-dasharray="4 3"/>`,
	isoquant: `<path d="M-8,0H8" stroke="var(--arm-3)" stroke-width="1.5"/>`,
	cell: `<circle r="4" fill="var(--ink)"/>`,
	control: `<circle r="3.5" fill="none" stroke="var(--muted)" stroke-width="1.5"/>`,
} as const;

/** What the symbols of the picture mean. */
export function choiceKey({ texts }: BudgetView): Markup {
	const kinds = Object.keys(symbols) as (keyof typeof symbols)[];
	const items = kinds.map(
		(kind) =>
			html`<li><svg class="swatch" viewBox="-9 -9 18 18" aria-hidden="true">${raw(symbols[kind])}</svg>${texts.choice.key[kind]}</li>`,
	);
	return html`<ul class="key">${items}</ul>`;
}
