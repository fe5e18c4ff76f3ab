import type { BudgetResult } from "../../studies/budget/budget-result.ts";
import { pagesOf, type ReportFile } from "../files/report-file.ts";
import type { Language } from "../page/language/language.ts";
import { budgetReport } from "./budget-report.ts";
import { cellsCsv, cellsFile } from "./cells-csv.ts";

/** The files of a budget study's report: page, Markdown, and all trials as CSV. */
export function budgetFiles(
	result: BudgetResult,
	language: Language,
): ReportFile[] {
	return [
		...pagesOf(budgetReport(result, language)),
		{ name: cellsFile, endings: [".csv"], text: () => cellsCsv(result) },
	];
}
