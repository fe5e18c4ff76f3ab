import { join } from "node:path";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import { pagesOf } from "../files/report-file.ts";
import { reportFiles } from "../files/report-files.ts";
import {
	type ReportOptions,
	type WrittenReport,
	writeReportFiles,
} from "../files/write-files.ts";
import { checkResult } from "./check-result.ts";
import { pilotReport } from "./pilot-report.ts";

/**
 * Writes report.html, report.md and report.json, which is the result itself, into a folder, each atomically. Throws `data`
 * if the result could not be read again, `disk` if a file cannot be written.
 */
export async function writeReport(
	result: PilotResult,
	folder: string,
	{ language }: ReportOptions,
): Promise<WrittenReport> {
	checkResult(result, join(folder, reportFiles.json));
	return writeReportFiles(
		result,
		pagesOf(pilotReport(result, language)),
		folder,
	);
}
