import { join } from "node:path";
import { withHint } from "../../core/error.ts";
import { readJsonFile } from "../../formats/json/json-file.ts";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import { reportFiles } from "../files/report-files.ts";
import { checkResult } from "./check-result.ts";

/** The result in the `report.json` of a folder. Throws `data` if the file is missing or incomplete. */
export async function readReport(folder: string): Promise<PilotResult> {
	const path = join(folder, reportFiles.json);
	try {
		return checkResult(await readJsonFile(path, "data"), path);
	} catch (error) {
		throw withHint(error, "Name the folder of a pilot that has a report.");
	}
}
