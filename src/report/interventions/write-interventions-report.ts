import { join } from "node:path";
import type { InterventionResult } from "../../studies/interventions/intervention-result.ts";
import { pagesOf } from "../files/report-file.ts";
import { reportFiles } from "../files/report-files.ts";
import {
	type ReportOptions,
	type WrittenReport,
	writeReportFiles,
} from "../files/write-files.ts";
import { checkInterventions } from "./check-interventions.ts";
import { interventionsReport } from "./interventions-report.ts";

/**
 * Writes report.html, report.md and report.json, which is the result itself, into a folder, each atomically. Throws `data` if
 * the result could not be read again, `disk` if a file cannot be written.
 */
export async function writeInterventionsReport(
	result: InterventionResult,
	folder: string,
	{ language }: ReportOptions,
): Promise<WrittenReport> {
	checkInterventions(result, join(folder, reportFiles.json));
	const files = pagesOf(interventionsReport(result, language));
	return writeReportFiles(result, files, folder);
}
