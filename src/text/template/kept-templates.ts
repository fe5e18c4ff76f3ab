import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import {
	additionalFolder,
	defaultFile,
	type NamedTemplates,
} from "./named-templates.ts";

/** Whether a folder, as that of an adapter, holds chat templates as files. */
export function holdsTemplates(folder: string): boolean {
	return [defaultFile, additionalFolder].some((name) =>
		existsSync(join(folder, name)),
	);
}

/** Writes templates into a model's or an adapter's folder, where transformers finds them. Throws `disk`. */
export async function writeTemplates(
	folder: string,
	named: NamedTemplates,
): Promise<void> {
	for (const [name, { text }] of named) {
		const inside = name === "default" ? folder : join(folder, additionalFolder);
		await mkdir(inside, { recursive: true });
		const file = name === "default" ? defaultFile : `${name}.jinja`;
		await writeFileAtomic(join(inside, file), text);
	}
}
