import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { runFiles } from "./run-files.ts";

/** Absolute path of a reward model's folder, or of the one that a run made. Throws `data`, naming `where`. */
export function rewardFolder(path: string, where = path): string {
	const folder = resolve(path);
	const made = join(folder, "reward-model");
	if (existsSync(made)) return made;
	if (!existsSync(folder))
		throw new TemperError("data", {
			where,
			expected: "the folder of a reward model, or of a run that made one",
			found: `no such folder: ${folder}`,
		});
	if (!existsSync(join(folder, runFiles.manifest))) return folder;
	throw new TemperError("data", {
		where,
		expected: "a run that ended with a reward model",
		found: `${folder}, which has no reward-model/`,
		hint: "Runs of the objectives reward-model and rft end with one.",
	});
}
