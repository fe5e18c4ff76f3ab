import type { ChangeSlice } from "../../../diagnose/change/diagnosis.ts";
import { reportFiles } from "../../files/report-files.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import {
	type DiagnosisView,
	modelCards,
	type NamedModel,
} from "../view/diagnosis-view.ts";
import { contrastCells } from "../view/score-text.ts";

/** Groups that are shown; `report.json` has all. */
const most = 60;

/** The clearest differences first, then the largest groups. */
function ordered(slices: readonly ChangeSlice[]): readonly ChangeSlice[] {
	const clear = ({ p }: ChangeSlice) => (p !== null && p < 0.05 ? p : 1);
	return slices.toSorted(
		(a, b) => clear(a) - clear(b) || b.score.questions - a.score.questions,
	);
}

function tableOf(
	{ texts, numbers }: DiagnosisView,
	slices: readonly ChangeSlice[],
): Table {
	const { shared, slices: words } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: words.group },
			{ title: words.value },
			{ title: shared.task },
			{ title: shared.questionsTitle, ...right },
			{ title: shared.baseTitle, ...right },
			{ title: shared.tunedTitle, ...right },
			{ title: shared.difference, ...right },
			{ title: words.p, ...right },
		],
		rows: slices.map(({ task, column, value, score, p }) => [
			column,
			shortName(value),
			shortName(task),
			numbers.count(score.questions),
			...contrastCells(numbers, score),
			numbers.p(p),
		]),
	};
}

function blocksOf(view: DiagnosisView, { tuned }: NamedModel): Block[] {
	const slices = ordered(tuned.slices);
	const rest = slices.length - most;
	const { numbers, texts } = view;
	return [
		{ kind: "table", table: tableOf(view, slices.slice(0, most)) },
		{
			kind: "texts",
			texts:
				rest > 0
					? [
							texts.slices.rest({
								rest: numbers.count(rest),
								file: reportFiles.json,
							}),
						]
					: [],
		},
	];
}

/** The change by columns of the questions. */
export function slicesSection(view: DiagnosisView): Section {
	const { slices } = view.texts;
	const isSliced = view.models.some(({ tuned }) => tuned.slices.length > 0);
	return blockSection({
		...{ id: "slices", title: slices.title, after: [] },
		before: [isSliced ? slices.about : slices.none],
		cards: modelCards(view, (model) => blocksOf(view, model)),
	});
}
