import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import type { Language } from "../texts/language.ts";
import { conditionTexts, levelText } from "../view/conditions.ts";
import { headline, rivalSentence } from "../view/headline.ts";
import { pilotNotes } from "../view/notes.ts";
import { type ReportView, reportView } from "../view/report-view.ts";
import { armsText, planeText } from "./arms.ts";
import { block, inline } from "./markdown-text.ts";
import { methodText } from "./method.ts";
import { monitorsText } from "./monitors.ts";
import { learningText, ratesText, runsText } from "./runs.ts";
import { samplesText } from "./samples.ts";

function verdictWord({ result, texts }: ReportView): string {
	if (result.verdict === null) return texts.verdict.none;
	return result.verdict.ship ? texts.verdict.ship : texts.verdict.doNotShip;
}

function summaryText(view: ReportView): string[] {
	const { texts } = view;
	const rival = rivalSentence(view);
	const conditions = conditionTexts(view).map(
		({ holds, text, measured, wouldTell }) =>
			`- ${holds ? "✓" : "✕"} ${inline(text)} (${holds ? texts.condition.holds : texts.condition.fails}; ${measured})${wouldTell === null ? "" : ` ${wouldTell}`}`,
	);
	const notes = pilotNotes(view).map((text) => `- ${inline(text)}`);
	return [
		`**${verdictWord(view)}**`,
		inline(headline(view).join(texts.space)),
		...(rival === null ? [] : [inline(rival)]),
		...(notes.length === 0
			? []
			: [`**${texts.notes.heading}**`, notes.join("\n")]),
		...(conditions.length === 0
			? []
			: [
					`${texts.conditions}${texts.colon}`,
					conditions.join("\n"),
					texts.condition.bounds(levelText(view)),
				]),
	];
}

function recipeText({ result, texts }: ReportView): string[] {
	const { recipe } = result;
	return [
		`## ${texts.recipe}`,
		...(recipe === null
			? [texts.noRecipe]
			: [texts.recipeNote, block(recipe, "yaml")]),
	];
}

/** A pilot's result as Markdown: what the page says, with tables in place of charts. */
export function renderMarkdown(
	result: PilotResult,
	language: Language,
): string {
	const view = reportView(result, language);
	const parts = [
		`# ${inline(view.result.title) || view.texts.kind}`,
		...summaryText(view),
		...planeText(view),
		...armsText(view),
		...learningText(view),
		...monitorsText(view),
		...ratesText(view),
		...runsText(view),
		...samplesText(view),
		...recipeText(view),
		...methodText(view),
	];
	return `${parts.map((part) => part.trimEnd()).join("\n\n")}\n`;
}
