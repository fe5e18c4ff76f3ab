import type { SideBySide } from "../../../studies/pilot/pilot-result.ts";
import { countText, roundText } from "../../page/language/number-text.ts";
import { block, inline } from "../../page/markdown.ts";
import type { ReportView } from "../view/report-view.ts";
import { answeringBase } from "./answering-base.ts";
import { beginning, shownSamples } from "./sample-budget.ts";

function textBlock({ texts }: ReportView, original: string): string {
	const { text, left } = beginning(original);
	const shown = text.trim() === "" ? texts.samples.empty : block(text);
	return left === 0
		? shown
		: `${shown}\n\n${texts.samples.cut(countText(texts.language, left))}`;
}

function answerText(
	view: ReportView,
	{ by, text, score }: SideBySide["answers"][number],
): string[] {
	const { texts } = view;
	const name = inline(answeringBase(view, by) ?? by);
	const scored =
		score === null
			? ""
			: ` (${texts.samples.score}${texts.colon}${roundText(texts.language, score)})`;
	return [`**${name}**${scored}`, textBlock(view, text)];
}

/** The same questions answered by the base and by the arms. */
export function samplesText(view: ReportView): string[] {
	const { texts, result } = view;
	const { shown, more } = shownSamples(result.samples);
	const items = shown.flatMap((sample) => [
		`### ${inline(sample.task) || "–"}`,
		textBlock(view, sample.prompt),
		...(sample.expected === null
			? []
			: [`${texts.samples.expected}${texts.colon}${inline(sample.expected)}`]),
		...sample.answers.flatMap((one) => answerText(view, one)),
	]);
	return [
		shown.length === 0 ? texts.samples.none : texts.samples.note,
		...items,
		...(more === 0 ? [] : [texts.samples.more(more)]),
	];
}
