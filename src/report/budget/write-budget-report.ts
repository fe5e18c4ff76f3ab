import { join } from "node:path";
import type { BudgetResult } from "../../studies/budget/budget-result.ts";
import { reportFiles } from "../files/report-files.ts";
import {
	type ReportOptions,
	type WrittenReport,
	writeReportFiles,
} from "../files/write-files.ts";
import { budgetFiles } from "./budget-files.ts";
import { cellsFile } from "./cells-csv.ts";
import { checkBudget } from "./check-budget.ts";

export interface WrittenBudgetReport extends WrittenReport {
	readonly csv: string;
}

/**
 * Writes report.html, report.md, cells.csv with a line for each trial, and report.json, which is the result itself, into a
 * folder, each atomically. Throws `data` if the result could not be read again, `disk` if a file cannot be written.
 */
export async function writeBudgetReport(
	result: BudgetResult,
	folder: string,
	{ language }: ReportOptions,
): Promise<WrittenBudgetReport> {
	checkBudget(result, join(folder, reportFiles.json));
	const files = budgetFiles(result, language);
	const written = await writeReportFiles(result, files, folder);
	return { ...written, csv: join(folder, cellsFile) };
}
