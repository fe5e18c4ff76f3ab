import type { Leakage } from "../../../diagnose/style/leakage-result.ts";
import { reportFiles } from "../../files/report-files.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { type DiagnosisView, modelCards } from "../view/diagnosis-view.ts";

/** Phrases that are shown; `report.json` has all. */
const most = 30;

function tableOf(
	{ texts, numbers }: DiagnosisView,
	{ phrases }: Leakage,
): Table {
	const { leakage } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: leakage.phrase },
			{ title: leakage.rows, ...right },
			{ title: leakage.base, ...right },
			{ title: leakage.tuned, ...right },
		],
		rows: phrases
			.slice(0, most)
			.map(({ text, rows, base, tuned }) => [
				shortName(text),
				...[rows, base, tuned].map(numbers.count),
			]),
	};
}

function blocksOf(view: DiagnosisView, leaked: Leakage): Block[] {
	const { texts, numbers } = view;
	const { leakage, shared } = texts;
	const { answers, phrases, prompts, rule } = leaked;
	const rest = phrases.length - most;
	return [
		{
			kind: "texts",
			texts: [
				leakage.answers({
					prompts: numbers.count(prompts),
					base: numbers.share(answers.base),
					tuned: numbers.share(answers.tuned),
					difference: numbers.points(answers.difference),
				}),
				...(phrases.length === 0 ? [leakage.noPhrase] : []),
			],
		},
		{ kind: "table", table: tableOf(view, leaked) },
		{
			kind: "texts",
			texts: [
				...(rest > 0
					? [
							shared.rest({
								rest: numbers.count(rest),
								file: reportFiles.json,
							}),
						]
					: []),
				leakage.rule(rule),
			],
		},
	];
}

/** Trained phrases in answers to unrelated prompts. */
export function leakageSection(view: DiagnosisView): Section {
	const { leakage } = view.texts;
	const isMeasured = view.models.some(({ tuned }) => tuned.leakage !== null);
	return blockSection({
		...{ id: "leakage", title: leakage.title, after: [] },
		before: [isMeasured ? leakage.about : leakage.none],
		cards: modelCards(view, ({ tuned }) =>
			tuned.leakage === null ? [] : blocksOf(view, tuned.leakage),
		),
	});
}
