import { amountScale } from "../../charts/axes/axis-scale.ts";
import type { Band, BandChart, BandPoint } from "../../charts/band/band.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { cellTitle } from "../view/cell-title.ts";
import { looks } from "../view/looks.ts";

type Pure = "demonstrationsAlone" | "pairsAlone";

/** What a budget reaches that is spent on one kind alone, from the base on. */
function pureBand(view: BudgetView, kind: Pure): Band {
	const { result, texts } = view;
	const points: BandPoint[] = result.answers.flatMap((answer) => {
		const score = answer[kind];
		return score === null ? [] : [{ x: answer.budget, y: view.scaled(score) }];
	});
	const start: BandPoint[] =
		result.base === null || points.length === 0
			? []
			: [{ x: 0, y: view.scaled(result.base) }];
	return {
		name: texts.shared[kind],
		look: kind === "demonstrationsAlone" ? looks.demonstrations : looks.pairs,
		points: [...start, ...points],
		filled: false,
	};
}

/** The frontier with measured cells; null if nothing was scored. */
export function frontierData(view: BudgetView): BandChart | null {
	const { result, texts } = view;
	const { frontier: words, shared } = texts;
	const { frontier, cells, base, answers } = result;
	const scored = cells.flatMap((cell) =>
		cell.score === null ? [] : [{ cell, score: cell.score }],
	);
	if (frontier.length === 0 && scored.length === 0) return null;
	const start = base === null ? [] : [{ x: 0, y: view.scaled(base) }];
	const band: Band = {
		name: words.frontier,
		look: looks.best,
		points: [
			...(frontier[0]?.cost === 0 ? [] : start),
			...frontier.map(({ cost, score }) => ({
				x: cost,
				y: view.scaled(score),
			})),
		],
		filled: true,
	};
	const told = answers.map(
		({ budget, score }) =>
			`${view.money(budget)}${texts.colon}${view.score(score)}`,
	);
	return {
		label: words.heading,
		description: words.alt(told.join("; ")),
		x: words.x(
			Object.hasOwn(shared.units, result.unit)
				? shared.units[result.unit]!
				: shortName(result.unit),
		),
		y: view.scoreAxis,
		across: amountScale({
			values: [
				...cells.map(({ cost }) => cost),
				...frontier.map(({ cost }) => cost),
				...answers.map(({ budget }) => budget),
			],
			language: texts.language,
		}),
		up: null,
		bands: [
			pureBand(view, "demonstrationsAlone"),
			pureBand(view, "pairsAlone"),
			band,
		],
		points: scored.map(({ cell, score }) => ({
			x: cell.cost,
			y: view.scaled(score),
			look: looks.cell,
			title: cellTitle(view, cell),
			hollow: cell.role === "control",
			strong: false,
		})),
		guides: [],
		language: texts.language,
	};
}
