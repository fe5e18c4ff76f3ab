import { type Change, changes } from "../../../diagnose/change/diagnosis.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import type { StackedChart } from "../../charts/stacked/stacked.ts";
import {
	stackedCharts,
	stackedKey,
} from "../../charts/stacked/stacked-chart.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { DiagnosisView } from "../view/diagnosis-view.ts";
import { changeLooks } from "./change-looks.ts";
import { countedQuestions } from "./counted-questions.ts";

interface Row {
	readonly name: string;
	readonly questions: number;
	readonly shares: Readonly<Record<Change, Estimate>>;
	/** Whether it counts several tasks together. */
	readonly all: boolean;
}

/** Each model over all counted questions, then each of its tasks. */
function rowsOf({ models, texts }: DiagnosisView): Row[] {
	const isOne = models.length === 1;
	return models.flatMap(({ name, tuned }) => {
		const all = {
			name: isOne ? texts.changes.all : name,
			questions: countedQuestions(tuned),
			shares: tuned.shares,
			all: true,
		};
		const each = tuned.tasks.map((task) => ({
			name: isOne ? task.name : `${name}, ${task.name}`,
			questions: task.questions,
			shares: task.changes,
			all: false,
		}));
		return [all, ...each].flatMap(({ shares, ...row }) =>
			shares === null ? [] : [{ ...row, shares }],
		);
	});
}

function chartOf(view: DiagnosisView, rows: readonly Row[]): StackedChart {
	const { texts, numbers } = view;
	const told = rows.map(({ name, shares }) => {
		const parts = changes.map(
			(change) =>
				`${texts.changes.names[change]} ${numbers.percent(shares[change].value)}`,
		);
		return `${name}${texts.colon}${parts.join(", ")}`;
	});
	return {
		label: texts.changes.figure,
		description: texts.changes.alt(told.join("; ")),
		x: texts.shared.shareAxis,
		parts: changes.map((change) => ({
			...changeLooks[change],
			name: texts.changes.names[change],
		})),
		rows: rows.map(({ name, shares, all }) => ({
			name,
			shares: changes.map((change) => shares[change].value),
			strong: all,
		})),
		language: texts.language,
	};
}

function tableOf(
	{ texts, numbers }: DiagnosisView,
	rows: readonly Row[],
): Table {
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: texts.shared.task },
			{ title: texts.shared.questionsTitle, ...right },
			...changes.map((change) => ({
				title: texts.changes.names[change],
				...right,
			})),
		],
		rows: rows.map(({ name, questions, shares }) => [
			name,
			numbers.count(questions),
			...changes.map((change) => numbers.share(shares[change])),
		]),
	};
}

/** What happened to the answers, as shares of questions. */
export function changesSection(view: DiagnosisView): Section {
	const { texts, models } = view;
	const rows = rowsOf(view);
	// Of several models, tasks are in the table alone.
	const drawn = models.length === 1 ? rows : rows.filter(({ all }) => all);
	const chart = chartOf(view, drawn);
	const figure = { title: texts.changes.figure };
	return blockSection({
		...{ id: "changes", title: texts.changes.title, after: [] },
		before: [
			...(rows.length === 0
				? [texts.changes.none]
				: [texts.changes.about, texts.changes.guessing]),
			...(rows.length > 0 && models.length === 1
				? [texts.changes.allAbout]
				: []),
		],
		cards: [
			{
				title: null,
				blocks: [
					{
						kind: "figures",
						figures: () =>
							drawn.length === 0
								? []
								: [{ ...figure, charts: stackedCharts(chart) }],
						besides: 1,
						key: stackedKey(chart),
					},
					{ kind: "table", table: tableOf(view, rows) },
				],
			},
		],
	});
}
