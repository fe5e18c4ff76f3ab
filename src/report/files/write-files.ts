import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeError } from "../../core/file-error.ts";
import { writeJsonFile } from "../../formats/json/json-file.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import type { Language } from "../page/language/language.ts";
import type { ReportFile } from "./report-file.ts";
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

/** Writes a result as `report.json` into a folder, and the files of its report, each atomically. Throws `disk`. */
export async function writeReportFiles(
	result: object,
	files: readonly ReportFile[],
	folder: string,
): Promise<WrittenReport> {
	await makeFolder(folder);
	await writeJsonFile(join(folder, reportFiles.json), result);
	for (const { name, text } of files)
		await writeFileAtomic(join(folder, name), text());
	return {
		html: join(folder, reportFiles.html),
		markdown: join(folder, reportFiles.markdown),
		json: join(folder, reportFiles.json),
	};
}
