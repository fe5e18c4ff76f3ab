import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeError } from "../../formats/file-error.ts";
import { writeJsonFile } from "../../formats/json/json-file.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import type { Language } from "../page/language/language.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { checkResult } from "./check-result.ts";
import { pilotReport } from "./pilot-report.ts";
import { reportFiles } from "./report-files.ts";

export interface ReportOptions {
	readonly language: Language;
}

/** The paths that were written. */
export interface WrittenReport {
	readonly html: string;
	readonly markdown: string;
	readonly json: string;
}

async function makeFolder(folder: string): Promise<void> {
	try {
		await mkdir(folder, { recursive: true });
	} catch (error) {
		throw writeError(error, folder);
	}
}

/**
 * Writes report.html, report.md and report.json, which is the result itself, into a folder, each atomically. Throws `data`
 * if the result could not be read again, `disk` if a file cannot be written.
 */
export async function writeReport(
	result: PilotResult,
	folder: string,
	{ language }: ReportOptions,
): Promise<WrittenReport> {
	const written = {
		html: join(folder, reportFiles.html),
		markdown: join(folder, reportFiles.markdown),
		json: join(folder, reportFiles.json),
	};
	checkResult(result, written.json);
	await makeFolder(folder);
	await writeJsonFile(written.json, result);
	const report = pilotReport(result, language);
	await writeFileAtomic(written.html, renderPage(report));
	await writeFileAtomic(written.markdown, renderText(report));
	return written;
}
