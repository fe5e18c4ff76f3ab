import type { TaskDiagnosis } from "../../../diagnose/change/diagnosis.ts";
import type { ChartScale } from "../../charts/chart-scale.ts";
import { estimateCharts } from "../../charts/estimates/estimate-chart.ts";
import type { EstimateChart } from "../../charts/estimates/estimates.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { tunedLook } from "../../questions/question-looks.ts";
import {
	type DiagnosisView,
	modelCards,
	type NamedModel,
} from "../view/diagnosis-view.ts";

const measured = (tasks: readonly TaskDiagnosis[]) =>
	tasks.filter(
		({ rankCorrelation, optionKl, entropy }) =>
			rankCorrelation !== null || optionKl !== null || entropy !== null,
	);

function ranksTable(
	{ texts, numbers }: DiagnosisView,
	tasks: readonly TaskDiagnosis[],
): Table {
	const { shared, options } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: shared.task },
			...[options.rank, options.rankAsAsked, options.kl].map((title) => ({
				title,
				...right,
			})),
		],
		rows: tasks.map(
			({ name, rankCorrelation, rankCorrelationAsAsked, optionKl }) => [
				name,
				numbers.value(rankCorrelation),
				numbers.value(rankCorrelationAsAsked),
				numbers.value(optionKl),
			],
		),
	};
}

function entropyTable(
	{ texts, numbers }: DiagnosisView,
	tasks: readonly TaskDiagnosis[],
): Table {
	const { shared, options } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: options.entropy },
			{ title: shared.baseTitle, ...right },
			{ title: shared.tunedTitle, ...right },
			{ title: options.entropyDifference, ...right },
		],
		rows: tasks.flatMap(({ name, entropy }) =>
			entropy === null
				? []
				: [
						[
							name,
							numbers.value(entropy.base),
							numbers.value(entropy.tuned),
							numbers.change(entropy.difference),
						],
					],
		),
	};
}

function chartOf(
	{ texts, numbers }: DiagnosisView,
	tasks: readonly TaskDiagnosis[],
): EstimateChart {
	const { options, shared, language } = texts;
	const told = tasks.map(
		({ name, rankCorrelation }) =>
			`${name}${texts.colon}${numbers.value(rankCorrelation)}`,
	);
	const lows = tasks.map(({ rankCorrelation }) => rankCorrelation?.low ?? 0);
	const isNegative = Math.min(0, ...lows) < 0;
	const across: ChartScale = {
		domain: [isNegative ? -1 : 0, 1],
		shares: [0, 1],
		ticks: isNegative ? [-1, -0.5, 0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1],
		language,
	};
	return {
		label: options.rankFigure,
		description: options.rankAlt(told.join("; ")),
		x: options.rankAxis,
		series: [{ name: options.rank, look: tunedLook, hollow: false }],
		rows: tasks.map(({ name, rankCorrelation }) => ({
			name,
			values: [rankCorrelation],
			strong: false,
		})),
		across,
		guides: [],
		missing: shared.notMeasured,
		language,
	};
}

function blocksOf(view: DiagnosisView, { tuned }: NamedModel): Block[] {
	const { options } = view.texts;
	const tasks = measured(tuned.tasks);
	return [
		{
			kind: "figures",
			figures: () =>
				tasks.length === 0
					? []
					: [
							{
								title: options.rankFigure,
								charts: estimateCharts(chartOf(view, tasks), 1),
							},
						],
			besides: 1,
			key: null,
		},
		{ kind: "table", table: ranksTable(view, tasks) },
		{ kind: "table", table: entropyTable(view, tasks) },
	];
}

/** Rank correlation, KL and entropy over the options. */
export function optionsSection(view: DiagnosisView): Section {
	const { options } = view.texts;
	const isMeasured = view.models.some(
		({ tuned }) => measured(tuned.tasks).length > 0,
	);
	return blockSection({
		...{ id: "options", title: options.title, after: [] },
		before: [isMeasured ? options.about : options.none],
		cards: modelCards(view, (model) => blocksOf(view, model)),
	});
}
