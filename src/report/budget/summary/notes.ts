import { shortName } from "../../page/language/short-name.ts";
import { fitText } from "../method/method-facts.ts";
import type { BudgetView } from "../view/budget-view.ts";

type Note = BudgetView["result"]["notes"][number];
type Stage = BudgetView["result"]["stages"][number];

/** A note of a study in a sentence; one of an unknown kind as it is. */
export function noteText(
	{ texts }: Pick<BudgetView, "texts">,
	{ kind, values }: Note,
): string {
	const { notes, colon } = texts;
	const known = Object.hasOwn(notes.kinds, kind) ? notes.kinds[kind] : null;
	if (known) return known(values);
	const told = Object.entries(values).map(
		([name, value]) => `${name}${colon}${value}`,
	);
	return notes.other({ kind, values: told.join("; ") });
}

function failedNotes({ result, texts, count }: BudgetView): string[] {
	const trials = result.cells.flatMap((cell) => cell.trials);
	const failed = trials.filter(({ score }) => score === null).length;
	return failed === 0
		? []
		: [texts.notes.failed({ failed: count(failed), of: count(trials.length) })];
}

/** If the best split may be nearly anywhere on a budget line. */
function coarseNotes({ result, texts, figures }: BudgetView): string[] {
	const wide = result.answers.some(
		({ shareInterval: { low, high } }) => high - low > 0.6,
	);
	return wide
		? [texts.notes.coarse({ noise: figures.amount(result.surface.seedNoise) })]
		: [];
}

/** If a cell that a budget can buy was measured above what its recommended split is expected to reach. */
function betterCellNotes(view: BudgetView): string[] {
	const { result, texts, figures } = view;
	return result.answers.flatMap((answer) => {
		const [best] = result.cells
			.filter(({ role, cost }) => role === "design" && cost <= answer.budget)
			.flatMap((cell) =>
				cell.score === null ? [] : [{ ...cell, score: cell.score }],
			)
			.toSorted((a, b) => b.score.value - a.score.value);
		if (best === undefined || best.score.value <= answer.score.high) return [];
		return [
			texts.notes.betterCell({
				budget: view.money(answer.budget),
				cell: view.split(best),
				measured: figures.valueWithUnit(best.score.value),
				expected: figures.valueWithUnit(answer.score.value),
			}),
		];
	});
}

/** If the best learning rate may be beyond those that were tried. */
function edgeNotes({ result, texts }: BudgetView): string[] {
	const at = (end: "highest" | "lowest") => {
		const limit = end === "highest" ? Math.max : Math.min;
		const atEnd = ({ anchors }: Stage) =>
			anchors.some(
				({ tried, chosen }) =>
					tried.length > 1 &&
					chosen === limit(...tried.map((one) => one.learningRate)),
			);
		const stages = result.stages
			.filter(atEnd)
			.map(({ kind }) => texts.rates.kinds[kind]);
		return stages.length === 0
			? []
			: [texts.notes.atTheEdge({ stages: texts.list(stages), end })];
	};
	return [...at("highest"), ...at("lowest")];
}

/** Everything that no number shows and no reader should miss. */
export function budgetNotes(view: BudgetView): string[] {
	const { result, texts } = view;
	const { target } = result;
	return [
		...(target.better === "lower"
			? [texts.notes.reversed(shortName(target.name))]
			: []),
		...(result.surface.distrusted ? [fitText(view)] : []),
		...failedNotes(view),
		...betterCellNotes(view),
		...coarseNotes(view),
		...edgeNotes(view),
		...result.notes.map((note) => noteText(view, note)),
	];
}
