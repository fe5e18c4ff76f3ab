import { type Look, shapePath } from "../charts/looks.ts";
import { shortName } from "../view/short-name.ts";
import { html, type Markup } from "./markup.ts";

/** An arm's symbol as the charts draw it. */
export function swatch({ shape, colour }: Look): Markup {
	return html`<svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true"><path d="${shapePath(shape, 5.2)}" fill="${colour}"/></svg>`;
}

/** The base's symbol. */
export const baseSwatch = html`<svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true"><circle r="4.8" fill="none" stroke="currentColor" stroke-width="2"/></svg>`;

/** A name from a result, kept from turning the direction of the text around it; a long one shows its ends. */
export function named(name: string): Markup {
	const short = shortName(name);
	return short === name
		? html`<bdi>${name}</bdi>`
		: html`<bdi title="${name}">${short}</bdi>`;
}
