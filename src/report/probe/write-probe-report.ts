import { join } from "node:path";
import { linesFile } from "../../diagnose/probe/probe-lines.ts";
import type { ProbeResult } from "../../diagnose/probe/probe-result.ts";
import { reportFiles } from "../files/report-files.ts";
import {
	type ReportOptions,
	type WrittenReport,
	writeReportFiles,
} from "../files/write-files.ts";
import { checkProbe } from "./check-probe.ts";
import { probeFiles } from "./probe-files.ts";

export interface WrittenProbeReport extends WrittenReport {
	/** The path of `probe.jsonl`. */
	readonly lines: string;
}

/**
 * Writes report.html, report.md, probe.jsonl with a line for each item, and report.json, which is the result itself, into a
 * folder, each atomically. Throws `data` if the result could not be read again, `disk` if a file cannot be written.
 */
export async function writeProbeReport(
	result: ProbeResult,
	folder: string,
	{ language }: ReportOptions,
): Promise<WrittenProbeReport> {
	checkProbe(result, join(folder, reportFiles.json));
	const files = probeFiles(result, language);
	const written = await writeReportFiles(result, files, folder);
	return { ...written, lines: join(folder, linesFile) };
}
