import type { BudgetCell } from "../../../studies/budget/budget-result.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { figuresOf } from "../../page/language/figures.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { cellsFile } from "../cells-csv.ts";
import type { BudgetView } from "../view/budget-view.ts";

/** Reasons that a page shows. */
const most = 20;

function splitName(view: BudgetView, cell: BudgetCell): string {
	const { cells } = view.texts;
	return cell.demonstrations + cell.pairs === 0
		? cells.untouched
		: view.split(cell);
}

function roleText({ texts }: BudgetView, { role, control }: BudgetCell) {
	const { shared, colon } = texts;
	return control === null
		? shared.role[role]
		: `${shared.role[role]}${colon}${shared.control(shortName(control))}`;
}

function tableOf(view: BudgetView): Table {
	const { result, texts, figures } = view;
	const { shared, cells } = texts;
	const right = { align: "right" } as const;
	const moved = figuresOf(
		{
			unit: "nats per token",
			noise: 0,
			estimates: result.cells.flatMap((cell) => cell.moved ?? []),
		},
		texts,
	);
	return {
		columns: [
			{ title: shared.demonstrations, ...right },
			{ title: shared.pairs, ...right },
			{ title: shared.cost, ...right },
			{ title: cells.role },
			{ title: cells.trials, ...right },
			{ title: view.scoreAxis, ...right },
			{ title: cells.gain({ unit: shortName(figures.changeUnit) }), ...right },
			{ title: cells.moved, ...right },
		],
		rows: result.cells.map((cell) => {
			const failed = cell.trials.filter(({ score }) => score === null).length;
			return [
				view.count(cell.demonstrations),
				view.count(cell.pairs),
				view.money(cell.cost),
				roleText(view, cell),
				failed === 0
					? view.count(cell.trials.length)
					: cells.failed(failed, cell.trials.length),
				cell.score === null ? shared.noScore : view.score(cell.score),
				view.change(cell.gain),
				cell.moved === null ? "–" : moved.value(cell.moved.value),
			];
		}),
	};
}

/** Why trials have no score, the first ones. */
function reasonsOf(view: BudgetView): string[] {
	const { cells } = view.texts;
	const reasons = view.result.cells.flatMap((cell) =>
		cell.trials.flatMap(({ seed, reason }) =>
			reason === null
				? []
				: [cells.reason({ cell: splitName(view, cell), seed, reason })],
		),
	);
	const rest = reasons.length - most;
	return [...reasons.slice(0, most), ...(rest > 0 ? [cells.more(rest)] : [])];
}

/** Everything that was trained. */
export function cellsSection(view: BudgetView): Section {
	const { cells } = view.texts;
	const reasons = reasonsOf(view);
	const isEmpty = view.result.cells.length === 0;
	const blocks: Block[] = [
		{ kind: "table", table: tableOf(view) },
		...(reasons.length === 0
			? []
			: ([
					{ kind: "heading", text: cells.reasons },
					{ kind: "list", items: reasons },
				] as const)),
	];
	return blockSection({
		...{ id: "cells", title: cells.title, classes: "budget cells" },
		before: [isEmpty ? cells.none : cells.about(cellsFile)],
		cards: [{ title: null, blocks }],
		after: [],
	});
}
