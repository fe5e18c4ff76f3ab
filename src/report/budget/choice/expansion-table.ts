import type { Table } from "../../page/table.ts";
import type { BudgetView } from "../view/budget-view.ts";

/** For each score the cheapest purchase on its isoquants, of which there may be several; null without isoquants. */
export function expansionTable(view: BudgetView): Table | null {
	const { result, texts, figures } = view;
	const { choice, shared } = texts;
	const { prices } = result;
	const scores = [...new Set(result.isoquants.map(({ score }) => score))];
	const rows = scores.flatMap((score) => {
		const points = result.isoquants
			.filter((one) => one.score === score)
			.flatMap((one) => one.points);
		const costs = points.map(
			({ demonstrations, pairs }) =>
				prices.demonstration * demonstrations + prices.pair * pairs,
		);
		const least = Math.min(...costs);
		const cheapest = points[costs.indexOf(least)];
		return cheapest === undefined
			? []
			: [
					[
						figures.value(score),
						view.count(cheapest.demonstrations),
						view.count(cheapest.pairs),
						view.money(least),
					],
				];
	});
	const right = { align: "right" } as const;
	return rows.length === 0
		? null
		: {
				columns: [
					{ title: choice.columns.isoquant },
					{ title: shared.demonstrations, ...right },
					{ title: shared.pairs, ...right },
					{ title: choice.columns.cheapest, ...right },
				],
				rows,
			};
}
