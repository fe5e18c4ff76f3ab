import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeError } from "../../../core/file-error.ts";
import {
	readJsonFile,
	writeJsonFile,
} from "../../../formats/json/json-file.ts";

const keptFolder = "measured";

/**
 * What was measured earlier under the same key, or else what is measured now, which is then kept. A key holds everything that
 * decides the result. Null results, of what was interrupted, are not kept. Throws `disk`.
 */
export async function kept<T extends object>(
	folder: string | null,
	key: unknown,
	measure: () => Promise<T | null>,
): Promise<T | null> {
	if (folder === null) return measure();
	const text = JSON.stringify(key);
	const name = createHash("sha256").update(text).digest("hex").slice(0, 24);
	const path = join(folder, keptFolder, `${name}.json`);
	if (existsSync(path)) {
		const found = await readJsonFile(path, "data");
		if (found.key === text) return found.result as T;
	}
	const result = await measure();
	if (result === null) return null;
	await mkdir(join(folder, keptFolder), { recursive: true }).catch(
		(error: unknown) => {
			throw writeError(error, folder);
		},
	);
	await writeJsonFile(path, { key: text, result });
	return result;
}
