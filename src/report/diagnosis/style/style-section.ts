import type { StyleDiagnosis } from "../../../diagnose/style/style-result.ts";
import { bandCharts } from "../../charts/band/band-chart.ts";
import {
	estimateCharts,
	estimateKey,
} from "../../charts/estimates/estimate-chart.ts";
import {
	stackedCharts,
	stackedKey,
} from "../../charts/stacked/stacked-chart.ts";
import { reportFiles } from "../../files/report-files.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import { type DiagnosisView, modelCards } from "../view/diagnosis-view.ts";
import { alongChart, ranksChart, writtenChart } from "./style-charts.ts";
import {
	alongTable,
	most,
	movedTable,
	placesTable,
	ranksTable,
	scoresTable,
} from "./style-tables.ts";

function ranksBlocks(view: DiagnosisView, diagnosis: StyleDiagnosis): Block[] {
	const { texts, numbers } = view;
	const { style } = texts;
	const chart = ranksChart(view, diagnosis);
	const { tokens, answers, styleShare, rule } = diagnosis;
	return [
		{
			kind: "figures",
			figures: () => [{ title: style.ranks, charts: stackedCharts(chart) }],
			besides: 1,
			key: stackedKey(chart),
		},
		{ kind: "table", table: ranksTable(view, diagnosis) },
		{
			kind: "texts",
			texts: [
				style.counted({
					tokens: numbers.count(tokens),
					answers: numbers.count(answers),
				}),
				...(styleShare === null
					? []
					: [style.styleShare(numbers.share(styleShare))]),
				style.rule(rule),
			],
		},
	];
}

function alongBlocks(view: DiagnosisView, diagnosis: StyleDiagnosis): Block[] {
	const { style } = view.texts;
	const chart = alongChart(view, diagnosis);
	if (chart.bands.every(({ points }) => points.length === 0)) return [];
	return [
		{ kind: "heading", text: style.along },
		{ kind: "texts", texts: [style.alongAbout] },
		{
			kind: "figures",
			figures: () => [{ title: style.share, charts: bandCharts(chart, 2) }],
			besides: 2,
			key: null,
		},
		{ kind: "table", table: alongTable(view, diagnosis) },
	];
}

function scoresBlocks(view: DiagnosisView, diagnosis: StyleDiagnosis): Block[] {
	const { texts } = view;
	const { style } = texts;
	if (diagnosis.scores.length === 0) return [];
	const chart = writtenChart(view, diagnosis);
	return [
		{ kind: "heading", text: style.scores },
		{ kind: "texts", texts: [style.scoresAbout] },
		{
			kind: "warning",
			texts: diagnosis.scores.flatMap(({ task, onlyForm }) =>
				onlyForm ? [style.onlyForm(task)] : [],
			),
		},
		{
			kind: "figures",
			figures: () => [
				{ title: texts.scores.figure, charts: estimateCharts(chart, 1) },
			],
			besides: 1,
			key: estimateKey(chart),
		},
		{ kind: "table", table: scoresTable(view, diagnosis) },
	];
}

function tokensBlocks(view: DiagnosisView, diagnosis: StyleDiagnosis): Block[] {
	const { texts, numbers } = view;
	const { style, shared } = texts;
	const rest = (all: number, shown: number): Block => ({
		kind: "texts",
		texts:
			all > shown
				? [
						shared.rest({
							rest: numbers.count(all - shown),
							file: reportFiles.json,
						}),
					]
				: [],
	});
	const { moved, places } = diagnosis;
	return [
		...(moved.length === 0
			? []
			: ([
					{ kind: "heading", text: style.moved },
					{ kind: "table", table: movedTable(view, diagnosis) },
					rest(moved.length, most.moved),
				] as const)),
		...(places.length === 0
			? []
			: ([
					{
						kind: "folded",
						summary: style.places,
						blocks: [
							{ kind: "table", table: placesTable(view, diagnosis) },
							rest(places.length, most.places),
						],
					},
				] as const)),
	];
}

/** Style against substance, in greedy answers. */
export function styleSection(view: DiagnosisView): Section {
	const { style } = view.texts;
	const isMeasured = view.models.some(({ tuned }) => tuned.style !== null);
	return blockSection({
		...{ id: "style", title: style.title, after: [] },
		before: [isMeasured ? style.about : style.none],
		cards: modelCards(view, ({ tuned }) =>
			tuned.style === null
				? []
				: [ranksBlocks, scoresBlocks, alongBlocks, tokensBlocks].flatMap(
						(blocksOf) => blocksOf(view, tuned.style!),
					),
		),
	});
}
