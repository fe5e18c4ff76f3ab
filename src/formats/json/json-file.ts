import type { ErrorCode } from "../../core/error.ts";
import { TemperError } from "../../core/error.ts";
import { decodeUtf8 } from "../decode-utf8.ts";
import { readAt, withFile } from "../read-at.ts";
import { type BeforeRename, writeFileAtomic } from "../write-atomic.ts";
import { parseJsonObject } from "./parse-json.ts";

/** Tokenizer files of the largest vocabularies have about 40 MB. */
const largest = 128 << 20;

/** Reads a file that holds one JSON object. Throws `code`, naming file, line and column. */
export async function readJsonFile(
	path: string,
	code: ErrorCode,
): Promise<Record<string, unknown>> {
	return withFile(path, code, async (handle, size) => {
		if (size === 0 || size > largest) {
			throw new TemperError(code, {
				where: path,
				expected: `a JSON file of at most ${largest >> 20} MiB`,
				found: size === 0 ? "an empty file" : `${size} bytes`,
			});
		}
		const bytes = new Uint8Array(size);
		await readAt(handle, path, code, 0, bytes);
		const text = decodeUtf8(bytes, code, path);
		return parseJsonObject(text.startsWith("\ufeff") ? text.slice(1) : text, {
			file: path,
			code,
		});
	});
}

/** Writes a JSON file, atomically, indented by two as the Hugging Face tools do. Throws `disk`. */
export async function writeJsonFile(
	path: string,
	value: unknown,
	beforeRename?: BeforeRename,
): Promise<void> {
	const text = `${JSON.stringify(value, null, 2)}\n`;
	await writeFileAtomic(path, text, beforeRename);
}
