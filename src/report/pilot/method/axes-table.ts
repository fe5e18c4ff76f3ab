import type { Table } from "../../page/table.ts";
import { questionsText } from "../view/questions-text.ts";
import type { ReportView } from "../view/report-view.ts";

/** What each measure is, a row for each. */
export function axesTable(view: ReportView): Table {
	const { method, shared } = view.texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: shared.measure },
			{ title: method.stands },
			{ title: method.unit },
			{ title: shared.questions, ...right },
			{ title: shared.chance, ...right },
			{ title: shared.noise, ...right },
		],
		rows: view.result.axes.map((axis) => {
			const figures = view.figures(axis);
			return [
				axis.name,
				method.means[axis.role],
				`${figures.unit}, ${shared.better[axis.better]}`,
				questionsText(view, axis),
				axis.chance === null ? "–" : figures.value(axis.chance),
				`±${figures.amount(axis.noise)}`,
			];
		}),
	};
}
