import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { type ErrorCode, TemperError } from "../core/error.ts";
import { readError } from "../core/file-error.ts";

/** One read call of the system moves less than 2 GiB. */
const largestRead = 1 << 30;

/**
 * Opens a file, hands it and its size in bytes to `use`, and closes it.
 * Throws `code` when it cannot be opened or is no regular file.
 */
export async function withFile<T>(
	path: string,
	code: ErrorCode,
	use: (handle: FileHandle, size: number) => Promise<T>,
): Promise<T> {
	let handle: FileHandle | null = null;
	try {
		handle = await open(path, "r");
		const stat = await handle.stat();
		if (!stat.isFile()) {
			throw new TemperError(code, {
				where: path,
				expected: "a file",
				found: stat.isDirectory() ? "a folder" : "something else",
			});
		}
		return await use(handle, stat.size);
	} catch (error) {
		throw readError(error, code, path);
	} finally {
		await handle?.close();
	}
}

/** Fills `into` with the bytes from `offset` on. Throws `code` when the file ends before. */
export async function readAt(
	handle: FileHandle,
	path: string,
	code: ErrorCode,
	offset: number,
	into: Uint8Array,
): Promise<void> {
	let done = 0;
	while (done < into.length) {
		const { bytesRead } = await handle.read(
			into,
			done,
			Math.min(into.length - done, largestRead),
			offset + done,
		);
		if (bytesRead === 0) {
			throw new TemperError(code, {
				where: path,
				expected: `${into.length} bytes from byte ${offset} on`,
				found: `the end of the file after ${done} of them`,
				hint: "The file is truncated: fetch or copy it again.",
			});
		}
		done += bytesRead;
	}
}
