import type {
	FlipMatrix,
	TaskDiagnosis,
} from "../../../diagnose/change/diagnosis.ts";
import {
	type MatrixCell,
	matrixChart,
} from "../../charts/matrix/matrix-chart.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { besidesOf, type Figure } from "../../page/blocks/figures.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import {
	type DiagnosisView,
	modelCards,
	type NamedModel,
} from "../view/diagnosis-view.ts";

const flips = [
	{ flip: "rightRight", row: 0, column: 0, colour: "var(--axis)" },
	{ flip: "rightWrong", row: 0, column: 1, colour: "var(--bad)" },
	{ flip: "wrongRight", row: 1, column: 0, colour: "var(--good)" },
	{ flip: "wrongWrong", row: 1, column: 1, colour: "var(--axis)" },
] as const;

/** Tasks whose matrices are drawn; the table has all. */
const most = 6;

/** A task whose answers are right or wrong. */
type Flipped = Pick<TaskDiagnosis, "name" | "role"> & {
	readonly flips: FlipMatrix;
};

function flippedOf({ tuned }: NamedModel): Flipped[] {
	return tuned.tasks.flatMap(({ name, role, flips: matrix }) =>
		matrix === null ? [] : [{ name, role, flips: matrix }],
	);
}

function sumOf(matrix: FlipMatrix): number {
	return flips.reduce((sum, { flip }) => sum + matrix[flip], 0);
}

function shareOf(matrix: FlipMatrix, count: number): number {
	return count / Math.max(1, sumOf(matrix));
}

function figureOf(
	{ texts, numbers }: DiagnosisView,
	{ name, flips: matrix }: Flipped,
): Figure {
	const { changes } = texts;
	const cells = flips.map(({ flip, ...place }): MatrixCell => {
		const share = shareOf(matrix, matrix[flip]);
		return {
			...place,
			share,
			text: numbers.count(matrix[flip]),
			note: numbers.percent(share),
		};
	});
	const told = flips.map(
		({ flip }) =>
			`${changes.flips[flip]}${texts.colon}${numbers.count(matrix[flip])}`,
	);
	const sides = [changes.right, changes.wrong];
	const chart = matrixChart({
		label: name,
		description: changes.flipsAlt({ task: name, cells: told.join("; ") }),
		...{ rowTitle: changes.before, columnTitle: changes.after },
		...{ rows: sides, columns: sides, cells },
	});
	return { title: name, charts: [chart] };
}

function tableOf(
	{ texts, numbers }: DiagnosisView,
	tasks: readonly Flipped[],
): Table {
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: texts.shared.task },
			{ title: texts.shared.roleTitle },
			...flips.map(({ flip }) => ({
				title: texts.changes.flips[flip],
				...right,
			})),
		],
		rows: tasks.map(({ name, role, flips: matrix }) => [
			name,
			texts.shared.role[role],
			...flips.map(
				({ flip }) =>
					`${numbers.count(matrix[flip])} (${numbers.percent(shareOf(matrix, matrix[flip]))})`,
			),
		]),
	};
}

function blocksOf(view: DiagnosisView, model: NamedModel): Block[] {
	const tasks = flippedOf(model);
	// A second model's matrices would push everything else off the page.
	const drawn = view.models.length === 1 ? tasks.slice(0, most) : [];
	return [
		{
			kind: "figures",
			figures: () => drawn.map((task) => figureOf(view, task)),
			besides: besidesOf(drawn.length === 4 ? 3 : drawn.length),
			key: null,
		},
		{ kind: "table", table: tableOf(view, tasks) },
	];
}

/** Right and wrong answers before and after. */
export function flipsSection(view: DiagnosisView): Section {
	const { changes } = view.texts;
	const isFlipped = view.models.some((model) => flippedOf(model).length > 0);
	return blockSection({
		...{ id: "flips", title: changes.flipsTitle, after: [] },
		before: [isFlipped ? changes.flipsAbout : changes.noFlips],
		cards: modelCards(view, (model) => blocksOf(view, model)),
	});
}
