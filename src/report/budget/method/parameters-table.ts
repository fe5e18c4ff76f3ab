import { roundText } from "../../page/language/number-text.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Table } from "../../page/table.ts";
import type { BudgetView } from "../view/budget-view.ts";

/** Parameters that are scores, and those that are differences of scores; all others are plain numbers. */
const values: readonly string[] = ["base"];
const changes: readonly string[] = [
	"cold start",
	"interaction",
	"demonstrations",
	"pairs",
];

/** The parameters of the model of the score; null if it was not fitted. */
export function parametersTable(view: BudgetView): Table | null {
	const { result, texts } = view;
	const { method, shared, language } = texts;
	const plain = (value: number) => roundText(language, value);
	const rows = result.surface.parameters.map(({ name, value }) => {
		const known = Object.hasOwn(method.parameters, name);
		const shown = values.includes(name)
			? view.score(value)
			: changes.includes(name)
				? view.change(value)
				: `${plain(value.value)} (${texts.interval(plain(value.low), plain(value.high))})`;
		return [known ? method.parameters[name]! : shortName(name), shown];
	});
	return rows.length === 0
		? null
		: {
				columns: [
					{ title: method.parameter },
					{
						title: `${method.value} (${shared.scoreInterval})`,
						align: "right",
					},
				],
				rows,
			};
}
