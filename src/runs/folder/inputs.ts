import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { readError } from "../../core/file-error.ts";

/** An input of a run. A folder's hash covers the name, size and bytes of its files. */
export interface InputHash {
	readonly path: string;
	readonly bytes: number;
	readonly sha256: string;
}

/** SHA-256 of a file, read in pieces. */
export async function hashFile(
	path: string,
): Promise<{ bytes: number; sha256: string }> {
	const hash = createHash("sha256");
	let bytes = 0;
	await pipeline(
		createReadStream(path, { highWaterMark: 1 << 20 }),
		async (chunks: AsyncIterable<Buffer>) => {
			for await (const chunk of chunks) {
				bytes += chunk.length;
				hash.update(chunk);
			}
		},
	);
	return { bytes, sha256: hash.digest("hex") };
}

async function hashFolder(path: string): Promise<InputHash> {
	const entries = await readdir(path, { withFileTypes: true });
	const names = entries
		.filter((entry) => entry.isFile() || entry.isSymbolicLink())
		.map((entry) => entry.name)
		.filter((name) => !name.startsWith("."))
		.sort();
	const hash = createHash("sha256");
	let bytes = 0;
	for (const name of names) {
		const child = join(path, name);
		if (!(await stat(child)).isFile()) continue;
		const file = await hashFile(child);
		bytes += file.bytes;
		hash.update(`${name} ${file.bytes} ${file.sha256}\n`);
	}
	return { path, bytes, sha256: hash.digest("hex") };
}

/** Hashes files and folders (their direct files, hidden ones left out). Throws `data` for what cannot be read. */
export async function hashInputs(
	paths: readonly string[],
): Promise<InputHash[]> {
	const out: InputHash[] = [];
	for (const path of paths) {
		try {
			out.push(
				(await stat(path)).isDirectory()
					? await hashFolder(path)
					: { path, ...(await hashFile(path)) },
			);
		} catch (error) {
			throw readError(error, "data", path);
		}
	}
	return out;
}
