import type { Contrast } from "../../../diagnose/contrast.ts";
import { percentScale } from "../../charts/chart-scale.ts";
import {
	estimateCharts,
	estimateKey,
} from "../../charts/estimates/estimate-chart.ts";
import type { EstimateChart } from "../../charts/estimates/estimates.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { inPercent } from "../../page/language/numbers.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { baseLook, tunedLook } from "../../questions/question-looks.ts";
import {
	type DiagnosisView,
	modelCards,
	type NamedModel,
} from "../view/diagnosis-view.ts";
import { contrastCells } from "../view/score-text.ts";

interface Row {
	readonly name: string;
	readonly contrast: Contrast;
}

function rowsOf({ tuned }: NamedModel): Row[] {
	return tuned.tasks.flatMap(({ name, consistency }) =>
		consistency === null ? [] : [{ name, contrast: consistency }],
	);
}

function chartOf(
	{ texts, numbers }: DiagnosisView,
	rows: readonly Row[],
): EstimateChart {
	const { options, shared } = texts;
	const told = rows.map(({ name, contrast }) => {
		const [base, tuned] = contrastCells(numbers, contrast);
		return `${name}${texts.colon}${base} → ${tuned}`;
	});
	return {
		label: options.consistencyFigure,
		description: options.consistencyAlt(told.join("; ")),
		x: options.consistencyAxis,
		series: [
			{ name: shared.base, look: baseLook, hollow: false },
			{ name: shared.tuned, look: tunedLook, hollow: false },
		],
		rows: rows.map(({ name, contrast }) => ({
			name,
			values: [contrast.base, contrast.tuned].map((one) =>
				one === null ? null : inPercent(one),
			),
			strong: false,
		})),
		across: percentScale(texts.language),
		guides: [],
		missing: shared.notMeasured,
		language: texts.language,
	};
}

function tableOf(
	{ texts, numbers }: DiagnosisView,
	rows: readonly Row[],
): Table {
	const { shared } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: shared.task },
			{ title: shared.questionsTitle, ...right },
			{ title: shared.baseTitle, ...right },
			{ title: shared.tunedTitle, ...right },
			{ title: shared.difference, ...right },
		],
		rows: rows.map(({ name, contrast }) => [
			name,
			numbers.count(contrast.questions),
			...contrastCells(numbers, contrast),
		]),
	};
}

function blocksOf(view: DiagnosisView, model: NamedModel): Block[] {
	const rows = rowsOf(model);
	const chart = chartOf(view, rows);
	return [
		{
			kind: "figures",
			figures: () =>
				rows.length === 0
					? []
					: [{ title: chart.label, charts: estimateCharts(chart, 1) }],
			besides: 1,
			key: estimateKey(chart),
		},
		{ kind: "table", table: tableOf(view, rows) },
	];
}

/** How much answers to one question agree, before and after. */
export function consistencySection(view: DiagnosisView): Section {
	const { options } = view.texts;
	const isMeasured = view.models.some((model) => rowsOf(model).length > 0);
	return blockSection({
		...{ id: "consistency", title: options.consistencyTitle, after: [] },
		before: [isMeasured ? options.consistencyAbout : options.noConsistency],
		cards: modelCards(view, (model) => blocksOf(view, model)),
	});
}
