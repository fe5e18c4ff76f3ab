import { inline } from "../../page/markdown.ts";
import type { ReportView } from "../view/report-view.ts";
import { describeConditions, levelText } from "./conditions.ts";
import { headline, rivalSentence } from "./headline.ts";
import { pilotNotes } from "./notes.ts";

function verdictWord({ result, texts }: ReportView): string {
	if (result.verdict === null) return texts.summary.verdict.none;
	return result.verdict.ship
		? texts.summary.verdict.ship
		: texts.summary.verdict.doNotShip;
}

/** The summary as Markdown: verdict, findings, notes, conditions. */
export function summaryText(view: ReportView): string[] {
	const { texts } = view;
	const rival = rivalSentence(view);
	const conditions = describeConditions(view).map(
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
					`${texts.summary.conditions}${texts.colon}`,
					conditions.join("\n"),
					texts.condition.bounds(levelText(view)),
				]),
	];
}
