import { createHash, randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Bytes of the hash before the content. */
const hashBytes = 32;

/**
 * What processes of one machine compute once for all of them, as files of a folder that somebody else makes and removes. A content is
 * there as a whole or not at all: it is written under a name of its own and renamed, and one that is damaged is taken for missing. A folder
 * that is full, or gone, is no error: it keeps nothing.
 */
export class SharedFiles {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** Null if there is none. `name`: one that a file may have. */
	async read(name: string): Promise<Uint8Array | null> {
		const bytes = await readFile(join(this.#folder, name)).catch(() => null);
		if (bytes === null) return null;
		const content = bytes.subarray(hashBytes);
		return hashOf(content).equals(bytes.subarray(0, hashBytes))
			? content
			: null;
	}

	async write(name: string, content: Uint8Array): Promise<void> {
		const path = join(this.#folder, name);
		const temporary = `${path}.${randomUUID()}`;
		try {
			await writeFile(temporary, [hashOf(content), content], { flag: "wx" });
			await rename(temporary, path);
		} catch {
			await rm(temporary, { force: true }).catch(() => {});
		}
	}
}

function hashOf(content: Uint8Array): Buffer {
	return createHash("sha256").update(content).digest();
}
