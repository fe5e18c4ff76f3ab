import { join } from "node:path";
import type { Diagnosis } from "../../diagnose/change/diagnosis.ts";
import { pagesOf } from "../files/report-file.ts";
import { reportFiles } from "../files/report-files.ts";
import {
	type ReportOptions,
	type WrittenReport,
	writeReportFiles,
} from "../files/write-files.ts";
import { checkDiagnosis } from "./check-diagnosis.ts";
import { diagnosisReport } from "./diagnosis-report.ts";

/**
 * Writes report.html, report.md and report.json, which is the diagnosis itself, into a folder, each atomically. Throws `data`
 * if the diagnosis could not be read again, `disk` if a file cannot be written.
 */
export async function writeDiagnosisReport(
	result: Diagnosis,
	folder: string,
	{ language }: ReportOptions,
): Promise<WrittenReport> {
	checkDiagnosis(result, join(folder, reportFiles.json));
	const files = pagesOf(diagnosisReport(result, language));
	return writeReportFiles(result, files, folder);
}
