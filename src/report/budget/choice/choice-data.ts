import type { Choice, Place } from "../../charts/choice/choice.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { cellTitle } from "../view/cell-title.ts";
import { budgetLine } from "./budget-line.ts";

const placeOf = (at: {
	readonly demonstrations: number;
	readonly pairs: number;
}): Place => ({ x: at.demonstrations, y: at.pairs });

/** The largest amounts of cells, answers and the path. */
function mostOf({ result }: BudgetView): Place {
	const places = [...result.cells, ...result.answers, ...result.expansion].map(
		placeOf,
	);
	return {
		x: Math.max(1, ...places.map(({ x }) => x)),
		y: Math.max(1, ...places.map(({ y }) => y)),
	};
}

/** What the picture of consumer choice shows; null if nothing was scored. */
export function choiceData(view: BudgetView): Choice | null {
	const { result, texts, figures } = view;
	const { choice, shared } = texts;
	const { answers, cells, isoquants, expansion, prices, data } = result;
	if (cells.every(({ score }) => score === null)) return null;
	const most = mostOf(view);
	const bestText = (answer: (typeof answers)[number]) =>
		choice.bestPoint({
			budget: view.money(answer.budget),
			split: view.split(answer),
			score: view.score(answer.score),
		});
	return {
		label: choice.heading,
		description: choice.alt({
			best: answers.map(bestText).join("; "),
			cells: cells.length,
		}),
		x: shared.demonstrationsAxis,
		y: shared.pairsAxis,
		cells: cells.map((cell) => ({
			...placeOf(cell),
			text:
				cell.score === null || cell.role === "control"
					? ""
					: figures.value(cell.score.value),
			title: cellTitle(view, cell),
			hollow: cell.role === "control" || cell.score === null,
		})),
		isoquants: isoquants
			.filter(({ points }) => points.length > 0)
			.map(({ score, points }) => ({
				text: figures.value(score),
				points: points.map(placeOf),
			})),
		lines: answers.map((answer) => ({
			text: view.money(answer.budget),
			points: budgetLine(answer.budget, prices, most),
			best: { ...placeOf(answer), title: bestText(answer) },
			interval: budgetLine(answer.budget, prices, most, answer.shareInterval),
		})),
		// Below the smallest budget that was asked, the best of hardly any prompts is chance.
		path: expansion
			.filter(({ budget }) => budget >= (answers[0]?.budget ?? 0))
			.map(placeOf),
		limits: {
			x: data.demonstrations.prompts,
			y: data.pairs.prompts,
		},
		texts: { path: choice.key.path, beyond: choice.beyond },
		language: texts.language,
	};
}
