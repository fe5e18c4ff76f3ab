import { TemperError } from "../core/error.ts";
import { decodeUtf8 } from "../formats/decode-utf8.ts";
import { isObject, parseJsonObject } from "../formats/json/parse-json.ts";
import { readAt, withFile } from "../formats/read-at.ts";

const largest = 256 * 2 ** 20;

/**
 * Text of a small file of a model folder, or null if there is none.
 * Throws `weights` when it is larger than 256 MiB, unreadable or not UTF-8.
 */
export async function readModelText(path: string): Promise<string | null> {
	try {
		return await withFile(path, "weights", async (handle, size) => {
			if (size > largest) {
				throw new TemperError("weights", {
					where: path,
					expected: "a file of at most 256 MiB",
					found: `${size} bytes`,
				});
			}
			const bytes = new Uint8Array(size);
			await readAt(handle, path, "weights", 0, bytes);
			return decodeUtf8(bytes, "weights", path).replace(/^\uFEFF/, "");
		});
	} catch (error) {
		const { code } = ((error as Error).cause ?? {}) as { code?: string };
		if (code === "ENOENT" || code === "ENOTDIR") return null;
		throw error;
	}
}

/** The JSON object in a file of a model folder, or null if there is no such file. Throws `weights` when it is no JSON object. */
export async function readModelJson(
	path: string,
): Promise<Record<string, unknown> | null> {
	const text = await readModelText(path);
	if (text === null) return null;
	try {
		const value: unknown = JSON.parse(text);
		if (isObject(value)) return value;
	} catch {
		// Named with its line and column below.
	}
	return parseJsonObject(text, { file: path, code: "weights" });
}
