import type { Language } from "./language/language.ts";
import { html, type Markup } from "./markup.ts";
import { pageTexts } from "./page-texts.ts";

/** Code with a button that copies it; `id` is unique in the page. */
export function copyableCode(
	id: string,
	code: string,
	language: Language,
): Markup {
	const { copy, copied } = pageTexts[language];
	return html`<div class="code"><pre tabindex="0"><code id="${id}">${code}</code></pre><button type="button" hidden data-copies="${id}" data-done="${copied}" aria-live="polite">${copy}</button></div>`;
}
