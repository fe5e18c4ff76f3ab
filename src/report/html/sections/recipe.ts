import type { ReportView } from "../../view/report-view.ts";
import { html, type Markup } from "../markup.ts";

/** The recipe to go on with, to be copied. */
export function recipeSection({ result, texts }: ReportView): Markup {
	const { recipe } = result;
	if (recipe === null)
		return html`<section id="recipe"><h2>${texts.recipe}</h2><p class="note">${texts.noRecipe}</p></section>`;
	return html`<section id="recipe"><h2>${texts.recipe}</h2><p class="note">${texts.recipeNote}</p>
<div class="code"><pre tabindex="0"><code id="recipe-text">${recipe}</code></pre><button type="button" hidden data-copies="recipe-text" data-done="${texts.copied}" aria-live="polite">${texts.copy}</button></div></section>`;
}
