import { linesFile, probeLines } from "../../diagnose/probe/probe-lines.ts";
import type { ProbeResult } from "../../diagnose/probe/probe-result.ts";
import { pagesOf, type ReportFile } from "../files/report-file.ts";
import type { Language } from "../page/language/language.ts";
import { probeReport } from "./probe-report.ts";

/** The files of a probe's report: page, Markdown, and every item as a line of JSON. */
export function probeFiles(
	result: ProbeResult,
	language: Language,
): ReportFile[] {
	return [
		...pagesOf(probeReport(result, language)),
		{ name: linesFile, endings: [".jsonl"], text: () => probeLines(result) },
	];
}
