import { copyableCode } from "../../page/code.ts";
import { block } from "../../page/markdown.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import type { ReportView } from "../view/report-view.ts";

function recipeMarkup({ result, texts }: ReportView): Markup {
	const { note, none } = texts.recipe;
	if (result.recipe === null) return html`<p class="note">${none}</p>`;
	return html`<p class="note">${note}</p>
${copyableCode("recipe-text", result.recipe, texts.language)}`;
}

function recipeText({ result, texts }: ReportView): string[] {
	const { note, none } = texts.recipe;
	if (result.recipe === null) return [none];
	return [note, block(result.recipe, "yaml")];
}

/** The recipe to continue with, to be copied. */
export function recipeSection(view: ReportView): Section {
	return {
		id: "recipe",
		title: view.texts.recipe.title,
		html: () => recipeMarkup(view),
		markdown: () => recipeText(view),
	};
}
