import { isUtf8 } from "node:buffer";
import { type ErrorCode, TemperError } from "../core/error.ts";

/** Whether bytes can be the beginning of UTF-8 text: a character cut off at the end is fine. */
function begins(bytes: Uint8Array): boolean {
	try {
		new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
		return true;
	} catch {
		return false;
	}
}

/** Index of the first byte of the first sequence that is not UTF-8, or null. */
export function firstNonUtf8(bytes: Uint8Array): number | null {
	if (isUtf8(bytes)) return null;
	let good = 0;
	let bad = bytes.length + 1;
	while (bad - good > 1) {
		const middle = (good + bad) >> 1;
		if (begins(bytes.subarray(0, middle))) good = middle;
		else bad = middle;
	}
	let start = good;
	while (start > 0 && !isUtf8(bytes.subarray(0, start))) start--;
	return start;
}

/**
 * Decodes strictly. `offset` is where the bytes lie in their file.
 * Throws `code` with the offset of the first byte that is not UTF-8.
 */
export function decodeUtf8(
	bytes: Uint8Array,
	code: ErrorCode,
	where: string,
	offset = 0,
): string {
	const at = firstNonUtf8(bytes);
	if (at !== null) {
		const byte = (bytes[at] ?? 0).toString(16).padStart(2, "0");
		throw new TemperError(code, {
			where,
			expected: "UTF-8 text",
			found: `the byte 0x${byte} at byte offset ${offset + at}`,
			hint:
				code === "data" || code === "recipe"
					? "Save the file as UTF-8."
					: "The file is damaged: fetch or copy it again.",
		});
	}
	return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
