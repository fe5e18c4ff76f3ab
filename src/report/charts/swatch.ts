import { html, type Markup } from "../page/markup.ts";
import { type Look, shapePath } from "./looks.ts";

/** The symbol of a series as the charts draw it. */
export function swatch({ shape, colour }: Look): Markup {
	return html`<svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true"><path d="${shapePath(shape, 5.2)}" fill="${colour}"/></svg>`;
}

/** The symbol of the base. */
export const baseSwatch = html`<svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true"><circle r="4.8" fill="none" stroke="currentColor" stroke-width="2"/></svg>`;
