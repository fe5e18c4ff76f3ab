import {
	choiceCharts,
	choiceScales,
} from "../../charts/choice/choice-chart.ts";
import type { Section } from "../../page/report.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { figureSection } from "../view/figure-section.ts";
import { choiceData } from "./choice-data.ts";
import { choiceKey } from "./choice-key.ts";
import { expansionTable } from "./expansion-table.ts";

/** The picture of consumer choice. */
export function choiceSection(view: BudgetView): Section {
	const { choice, shared } = view.texts;
	const data = choiceData(view);
	const curved =
		data !== null &&
		Object.values(choiceScales(data)).some((axis) => !axis.linear);
	return figureSection({
		id: "choice",
		title: choice.title,
		before:
			data === null
				? [shared.nothing]
				: [choice.about, ...(curved ? [choice.logarithmic] : [])],
		besides: 1,
		figures: () =>
			data === null
				? []
				: [{ title: choice.heading, charts: choiceCharts(data) }],
		key: data === null ? null : choiceKey(view),
		table: data === null ? null : expansionTable(view),
		after: [],
	});
}
