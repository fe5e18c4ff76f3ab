import { TemperError } from "../../core/error.ts";
import { readAt, withFile } from "../read-at.ts";

const chunkBytes = 1 << 20;

/** Consecutive bytes of a file. */
export interface FileChunk {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Bytes of the file before them. */
	readonly offset: number;
}

/** A file's bytes in order, a mebibyte at a time, without a byte order mark. Throws `data`, for an empty file too. */
export async function* fileChunks(file: string): AsyncIterable<FileChunk> {
	const size = await withFile(file, "data", async (_, bytes) => bytes);
	if (size === 0) {
		throw new TemperError("data", {
			where: file,
			expected: "at least one row",
			found: "an empty file",
		});
	}
	for (let offset = 0; offset < size; offset += chunkBytes) {
		const bytes = new Uint8Array(Math.min(chunkBytes, size - offset));
		await withFile(file, "data", (handle) =>
			readAt(handle, file, "data", offset, bytes),
		);
		const marked = offset === 0 && startsWithMark(bytes);
		yield marked ? { bytes: bytes.subarray(3), offset: 3 } : { bytes, offset };
	}
}

function startsWithMark(bytes: Uint8Array): boolean {
	return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
