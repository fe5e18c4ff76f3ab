import { join } from "node:path";
import type { AuditResult } from "../../audit/audit-result.ts";
import { pagesOf } from "../files/report-file.ts";
import { reportFiles } from "../files/report-files.ts";
import {
	type ReportOptions,
	type WrittenReport,
	writeReportFiles,
} from "../files/write-files.ts";
import { auditReport } from "./audit-report.ts";
import { checkAudit } from "./check-audit.ts";

/**
 * Writes report.html, report.md and report.json, which is the result itself, into a folder, each atomically. Throws `data` if
 * the result could not be read again, `disk` if a file cannot be written.
 */
export async function writeAuditReport(
	result: AuditResult,
	folder: string,
	{ language }: ReportOptions,
): Promise<WrittenReport> {
	checkAudit(result, join(folder, reportFiles.json));
	const files = pagesOf(auditReport(result, language));
	return writeReportFiles(result, files, folder);
}
