import type { TaskDiagnosis } from "../../../diagnose/change/diagnosis.ts";
import { knowledges } from "../../../diagnose/probe/probe-result.ts";
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

/** Tasks whose charts are drawn; the table has all. */
const most = 6;

/** Groups with questions, from known to unknown. */
function groupsOf({ byKnowledge }: TaskDiagnosis) {
	return knowledges.flatMap((knowledge) => {
		const contrast = byKnowledge[knowledge];
		return contrast === undefined ? [] : [{ knowledge, contrast }];
	});
}

function chartOf(
	{ texts, numbers }: DiagnosisView,
	task: TaskDiagnosis,
): EstimateChart {
	const { shared, scores } = texts;
	const groups = groupsOf(task);
	const told = groups.map(({ knowledge, contrast }) => {
		const [base, tuned] = contrastCells(numbers, contrast);
		return `${shared.knowledge[knowledge]}${texts.colon}${base} → ${tuned}`;
	});
	return {
		label: task.name,
		description: scores.knowledgeAlt({
			task: task.name,
			rows: told.join("; "),
		}),
		x: shared.accuracyAxis,
		series: [
			{ name: shared.base, look: baseLook, hollow: false },
			{ name: shared.tuned, look: tunedLook, hollow: false },
		],
		rows: groups.map(({ knowledge, contrast }) => ({
			name: shared.knowledge[knowledge],
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
	tasks: readonly TaskDiagnosis[],
): Table {
	const { shared, scores } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: shared.task },
			{ title: scores.knowledge },
			{ title: shared.questionsTitle, ...right },
			{ title: shared.baseTitle, ...right },
			{ title: shared.tunedTitle, ...right },
			{ title: shared.difference, ...right },
		],
		rows: tasks.flatMap((task) =>
			groupsOf(task).map(({ knowledge, contrast }) => [
				task.name,
				shared.knowledge[knowledge],
				numbers.count(contrast.questions),
				...contrastCells(numbers, contrast),
			]),
		),
	};
}

function blocksOf(view: DiagnosisView, { tuned }: NamedModel): Block[] {
	const split = tuned.tasks.filter((task) => groupsOf(task).length > 0);
	const charts = split.slice(0, most).map((task) => chartOf(view, task));
	const [first] = charts;
	return [
		{
			kind: "figures",
			figures: () =>
				charts.map((chart) => ({
					title: chart.label,
					charts: estimateCharts(chart, 2),
				})),
			besides: 2,
			key: first === undefined ? null : estimateKey(first),
		},
		{ kind: "table", table: tableOf(view, split) },
	];
}

/** Accuracy by what the base knew. */
export function knowledgeSection(view: DiagnosisView): Section {
	const { scores } = view.texts;
	const isSplit = view.models.some(({ tuned }) =>
		tuned.tasks.some((task) => groupsOf(task).length > 0),
	);
	return blockSection({
		...{ id: "knowledge", title: scores.knowledgeTitle, after: [] },
		before: [isSplit ? scores.knowledgeAbout : scores.noKnowledge],
		cards: modelCards(view, (model) => blocksOf(view, model)),
	});
}
