import { buyOf } from "../../report/budget/summary/buy-sentences.ts";
import { nextSteps } from "../../report/budget/summary/next-steps.ts";
import { budgetNotes } from "../../report/budget/summary/notes.ts";
import { budgetView } from "../../report/budget/view/budget-view.ts";
import type { BudgetResult } from "../../studies/budget/budget-result.ts";
import { renderTable } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import { wrap } from "../terminal/wrap.ts";

const right = { align: "right" } as const;

/** What to buy with each budget, what that leans on, and what to do next. */
export function showBudget(result: BudgetResult, terminal: Terminal): void {
	const view = budgetView(result, "en");
	const columns = [
		{ title: "budget", ...right },
		{ title: "demonstrations", ...right },
		{ title: "pairs", ...right },
		{ title: "for pairs", ...right },
		{ title: `${view.result.target.name}, ${view.figures.unit}`, ...right },
		{ title: "may lose", ...right },
	];
	const rows = view.result.answers.map((answer) => [
		view.money(answer.budget),
		view.count(answer.demonstrations),
		view.count(answer.pairs),
		`${view.percent(answer.share)} (${view.percents(answer.shareInterval)})`,
		view.score(answer.score),
		view.figures.amount(answer.regret.high),
	]);
	const lines = (text: string, indent = 0) => {
		for (const line of wrap(harmless(text), terminal.columns, indent))
			terminal.line(line);
	};
	for (const line of renderTable(columns, rows, terminal.columns))
		terminal.line(harmless(line));
	const last = view.result.answers.at(-1);
	if (last !== undefined) {
		const { lead, rest } = buyOf(view, last);
		lines([lead, ...rest].join(" "));
	}
	for (const note of budgetNotes(view)) lines(`note: ${note}`, 2);
	for (const step of nextSteps(view)) lines(`next: ${step}`, 2);
}
