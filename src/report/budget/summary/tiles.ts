import type { Tile } from "../../page/blocks/summary.ts";
import { durationText } from "../../page/language/unit-text.ts";
import type { BudgetView } from "../view/budget-view.ts";

function trialsTile({ result, texts, count }: BudgetView): Tile {
	const { trials, grid } = result.bought;
	return {
		name: texts.tiles.trials,
		figure: count(trials),
		unit: "",
		note: texts.tiles.ofGrid({
			grid: count(grid),
			time: durationText(texts.language, result.seconds),
		}),
	};
}

/** Score and share of the largest budget, what may still be lost, and what the study took. */
export function tiles(view: BudgetView): Tile[] {
	const { result, texts, figures } = view;
	const last = result.answers.at(-1);
	if (last === undefined) return [trialsTile(view)];
	const budget = view.money(last.budget);
	const most = Math.max(...result.answers.map(({ regret }) => regret.high));
	return [
		{
			name: texts.tiles.score(budget),
			figure: figures.value(last.score.value),
			unit: "",
			note: texts.tiles.interval(figures.interval(last.score)),
		},
		{
			name: texts.tiles.share(budget),
			figure: view.percent(last.share),
			unit: "",
			note: texts.tiles.shareInterval(view.percents(last.shareInterval)),
		},
		{
			name: texts.tiles.regret,
			figure: figures.size(most),
			unit: figures.changeUnit,
			note: texts.tiles.quantile,
		},
		trialsTile(view),
	];
}
