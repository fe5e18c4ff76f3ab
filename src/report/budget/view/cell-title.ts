import type { BudgetCell } from "../../../studies/budget/budget-result.ts";
import type { BudgetView } from "./budget-view.ts";

/** A cell in words: its split, its cost and its score. */
export function cellTitle(view: BudgetView, cell: BudgetCell): string {
	const { shared, colon } = view.texts;
	const kind =
		cell.control === null ? "" : ` [${shared.control(cell.control)}]`;
	const score = cell.score === null ? shared.noScore : view.score(cell.score);
	return `${view.split(cell)} (${view.money(cell.cost)})${kind}${colon}${score}`;
}
