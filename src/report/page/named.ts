import { shortName } from "./language/short-name.ts";
import { html, type Markup } from "./markup.ts";

/** A name from outside, isolated so that it cannot change the direction of the text around it; a long one is shortened in the middle. */
export function named(name: string): Markup {
	const short = shortName(name);
	return short === name
		? html`<bdi>${name}</bdi>`
		: html`<bdi title="${name}">${short}</bdi>`;
}
