import { rateText } from "../../page/language/number-text.ts";
import { inline, table } from "../../page/markdown.ts";
import type { ReportView } from "../view/report-view.ts";
import { ratesNote, stageRates } from "./stage-rates.ts";
import { triedScores } from "./tried-scores.ts";

/** The learning rates that were tried, as Markdown; null without arms. */
export function ratesText(view: ReportView): string[] | null {
	const { texts, result } = view;
	if (result.arms.length === 0) return null;
	const scores = triedScores(view);
	const rows = result.arms.map(({ name, learningRate, tried }) => [
		inline(name),
		rateText(learningRate),
		tried
			.map(
				(one) =>
					`${rateText(one.learningRate)}${texts.colon}${scores.value(one.score)}`,
			)
			.join("; ") || "–",
	]);
	return [
		ratesNote(view),
		table(
			[
				{ title: texts.shared.arm },
				{ title: texts.rates.chosen, align: "right" },
				{ title: inline(scores.name) },
			],
			rows,
		),
		...stageRates(view).map(inline),
	];
}
