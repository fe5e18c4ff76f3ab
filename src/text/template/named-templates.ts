import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { readError } from "../../core/file-error.ts";
import { readModelText } from "../model-json.ts";

/** A template's text, and the file that holds it. */
export interface TemplateText {
	readonly text: string;
	readonly source: string;
}

/** Templates by name. One without a name of its own is `default`. */
export type NamedTemplates = ReadonlyMap<string, TemplateText>;

export const defaultFile = "chat_template.jinja";
export const additionalFolder = "additional_chat_templates";
const ending = ".jinja";

/**
 * The chat templates of a model folder, chosen as transformers does: if there is a file `chat_template.jinja` or any
 * `additional_chat_templates/NAME.jinja`, those files; otherwise `chat_template` of `tokenizer_config.json` (a text, or a
 * list of named ones). Empty if there are none. Throws `weights`.
 */
export async function readTemplates(
	folder: string,
	config: Record<string, unknown>,
): Promise<NamedTemplates> {
	const files = new Map<string, string>([
		["default", join(folder, defaultFile)],
		...(await additionalFiles(join(folder, additionalFolder))),
	]);
	const found = new Map<string, TemplateText>();
	for (const [name, source] of files) {
		const text = await readModelText(source);
		if (text !== null) found.set(name, { text, source });
	}
	if (found.size > 0) return found;
	return configTemplates(config, join(folder, "tokenizer_config.json"));
}

async function additionalFiles(folder: string): Promise<[string, string][]> {
	try {
		const names = await readdir(folder);
		return names
			.filter((name) => name.endsWith(ending))
			.sort()
			.map((name) => [name.slice(0, -ending.length), join(folder, name)]);
	} catch (error) {
		const { code } = error as { code?: string };
		if (code === "ENOENT" || code === "ENOTDIR") return [];
		throw readError(error, "weights", folder);
	}
}

function configTemplates(
	config: Record<string, unknown>,
	source: string,
): NamedTemplates {
	const value = config.chat_template ?? null;
	if (value === null) return new Map();
	if (typeof value === "string")
		return new Map([["default", { text: value, source }]]);
	const entries: [unknown, unknown][] = Array.isArray(value)
		? value.map((item) => [item?.name, item?.template])
		: Object.entries(value);
	const valid =
		typeof value === "object" &&
		entries.every((pair) => pair.every((part) => typeof part === "string"));
	if (valid)
		return new Map(
			(entries as [string, string][]).map(([name, text]) => [
				name,
				{ text, source },
			]),
		);
	throw new TemperError("weights", {
		where: source,
		expected: "chat_template to be a text or a list of { name, template }",
		found: JSON.stringify(value).slice(0, 80),
	});
}
