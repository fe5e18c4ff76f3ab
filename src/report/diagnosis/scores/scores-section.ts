import type { TaskDiagnosis } from "../../../diagnose/change/diagnosis.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import { percentScale } from "../../charts/chart-scale.ts";
import {
	estimateCharts,
	estimateKey,
} from "../../charts/estimates/estimate-chart.ts";
import type { EstimateChart } from "../../charts/estimates/estimates.ts";
import { lookAt } from "../../charts/looks.ts";
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
import { contrastCells, isShare } from "../view/score-text.ts";

const scaled = (one: Estimate | null) => (one === null ? null : inPercent(one));

function tableOf(
	{ texts, numbers }: DiagnosisView,
	tasks: readonly TaskDiagnosis[],
): Table {
	const { shared, scores } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: shared.task },
			{ title: shared.roleTitle },
			{ title: shared.questionsTitle, ...right },
			{ title: scores.fewShotTitle, ...right },
			{ title: shared.baseTitle, ...right },
			{ title: shared.tunedTitle, ...right },
			{ title: shared.difference, ...right },
		],
		rows: tasks.map(({ name, role, questions, baseFewShot, score }) => [
			name,
			shared.role[role],
			numbers.count(questions),
			isShare(score) ? numbers.share(baseFewShot) : numbers.value(baseFewShot),
			...contrastCells(numbers, score),
		]),
	};
}

function chartOf(
	{ texts, numbers }: DiagnosisView,
	tasks: readonly TaskDiagnosis[],
): EstimateChart {
	const { shared, scores } = texts;
	const withExamples = tasks.some(({ baseFewShot }) => baseFewShot !== null);
	const told = tasks.map(({ name, score }) => {
		const [base, tuned] = contrastCells(numbers, score);
		return `${name}${texts.colon}${base} → ${tuned}`;
	});
	return {
		label: scores.figure,
		description: scores.alt(told.join("; ")),
		x: shared.accuracyAxis,
		series: [
			...(withExamples
				? [{ name: scores.fewShot, look: lookAt(5), hollow: true }]
				: []),
			{ name: shared.base, look: baseLook, hollow: false },
			{ name: shared.tuned, look: tunedLook, hollow: false },
		],
		rows: tasks.map(({ name, baseFewShot, score }) => ({
			name,
			values: [
				...(withExamples ? [scaled(baseFewShot)] : []),
				scaled(score.base),
				scaled(score.tuned),
			],
			strong: false,
		})),
		across: percentScale(texts.language),
		guides: [],
		missing: shared.notMeasured,
		language: texts.language,
	};
}

function blocksOf(view: DiagnosisView, { tuned }: NamedModel): Block[] {
	const { scores } = view.texts;
	const drawn = tuned.tasks.filter(({ score }) => isShare(score));
	const chart = chartOf(view, drawn);
	return [
		{
			kind: "figures",
			figures: () =>
				drawn.length === 0
					? []
					: [{ title: scores.figure, charts: estimateCharts(chart, 1) }],
			besides: 1,
			key: estimateKey(chart),
		},
		{ kind: "table", table: tableOf(view, tuned.tasks) },
	];
}

/** Scores of each task before and after. */
export function scoresSection(view: DiagnosisView): Section {
	const { scores } = view.texts;
	return blockSection({
		...{ id: "scores", title: scores.title, after: [] },
		before: [scores.about],
		cards: modelCards(view, (model) => blocksOf(view, model)),
	});
}
