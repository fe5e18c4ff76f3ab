import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { asksDate } from "./bake.ts";
import { additionalFolder, defaultFile } from "./named-templates.ts";

/** Whether a chat template of a model folder, or the file in its place, asks for the date. A file that is missing does not. */
export function templatesAskDate(folder: string, file?: string): boolean {
	if (file !== undefined) return fileAsks(file);
	const additional = join(folder, additionalFolder);
	const names = existsSync(additional) ? readdirSync(additional) : [];
	const files = [
		join(folder, defaultFile),
		...names.map((name) => join(additional, name)),
	].filter((path) => path.endsWith(".jinja") && existsSync(path));
	if (files.length > 0) return files.some(fileAsks);
	return fileAsks(join(folder, "tokenizer_config.json"));
}

function fileAsks(path: string): boolean {
	return existsSync(path) && asksDate(readFileSync(path, "utf8"));
}
