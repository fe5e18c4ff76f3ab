import { expect, test } from "vitest";
import type { BudgetResult } from "../../studies/budget/budget-result.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { latinWords, pageText } from "../testing/latin-words.ts";
import { budgetReport } from "./budget-report.ts";
import { cellsFile } from "./cells-csv.ts";
import { everyBudget } from "./testing/budget-variants.ts";

/** Texts of a result that are shown as they are. */
function namesOf(result: BudgetResult): string[] {
	const { title, model, machine, target, unit, data, cells, stages } = result;
	return [
		...[title, model.name, model.hash, machine.cpu, machine.platform],
		...[target.name, unit, data.demonstrations.name, data.pairs.name],
		...stages.map(({ objective }) => objective),
		...cells.flatMap(({ trials }) => trials.map(({ reason }) => reason ?? "")),
		cellsFile,
	];
}

const usual = Object.entries(everyBudget).filter(
	([name]) => name !== "hostile",
);

test.each(usual)("a Japanese report has no English words: %s", (_, of) => {
	const result = of();
	const report = budgetReport(result, "ja");
	const known = { names: namesOf(result), words: ["p"] };
	expect(latinWords(pageText(renderPage(report)), known)).toEqual([]);
	const text = renderText(report).replaceAll("\\", "");
	expect(latinWords(text, known)).toEqual([]);
});
