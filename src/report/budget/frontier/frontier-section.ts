import { frontierCharts } from "../../charts/band/band-chart.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { figureSection } from "../view/figure-section.ts";
import { frontierData } from "./frontier-data.ts";

function tableOf(view: BudgetView): Table | null {
	const { result, texts } = view;
	const { shared, frontier } = texts;
	const right = { align: "right" } as const;
	const rows = result.answers.map((answer) => [
		view.money(answer.budget),
		view.split(answer),
		view.score(answer.score),
		view.score(answer.demonstrationsAlone),
		view.score(answer.pairsAlone),
	]);
	return rows.length === 0
		? null
		: {
				columns: [
					{ title: shared.budget },
					{ title: frontier.columns.best },
					{ title: frontier.columns.score, ...right },
					{ title: frontier.columns.demonstrations, ...right },
					{ title: frontier.columns.pairs, ...right },
				],
				rows,
			};
}

/** What a budget reaches: the cost-score frontier, pure strategies and measured cells. */
export function frontierSection(view: BudgetView): Section {
	const { frontier, shared } = view.texts;
	const data = frontierData(view);
	return figureSection({
		id: "frontier",
		title: frontier.title,
		before: [data === null ? shared.nothing : frontier.about],
		besides: 1,
		figures: () =>
			data === null
				? []
				: [{ title: frontier.heading, charts: frontierCharts(data) }],
		key: null,
		table: tableOf(view),
		after: [],
	});
}
