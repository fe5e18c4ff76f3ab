import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeError } from "../../../core/file-error.ts";
import { stringifyExact } from "../../../formats/json/stringify-exact.ts";
import { writeFileAtomic } from "../../../formats/write-atomic.ts";
import type { ExampleKind } from "../../../recipes/parse/parse-budget.ts";
import type { PromptPool } from "./prompt-pool.ts";

/** The file with the rows of the first prompts of a kind, which is written if it is not there. Throws `disk`. */
export async function subsetFile(
	pool: PromptPool,
	kind: ExampleKind,
	prompts: number,
	folder: string,
): Promise<string> {
	const path = join(folder, `${kind}-${prompts}.jsonl`);
	if (existsSync(path)) return path;
	const rows = pool[kind].slice(0, prompts).flatMap((prompt) => prompt.rows);
	try {
		await mkdir(folder, { recursive: true });
	} catch (error) {
		throw writeError(error, folder);
	}
	const lines = rows.map(({ value }) => `${stringifyExact(value)}\n`);
	await writeFileAtomic(path, lines.join(""));
	return path;
}
