import { randomBytes } from "node:crypto";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeError } from "../../core/file-error.ts";
import { requireHeld } from "./lease.ts";

const leftover = /\.tmp-\d+-[0-9a-f]{8}$/;

/** Whether a name is that of an unfinished write or removal. */
export function isLeftover(name: string): boolean {
	return leftover.test(name);
}

/** What cannot be removed now stays a leftover, for the next start to remove. */
async function discard(path: string): Promise<void> {
	await rm(path, { recursive: true, force: true }).catch(() => {});
}

/**
 * Removes a folder so that no half-removed one ever carries its name. Throws `disk`, also if a folder around it that this process
 * held was taken over.
 */
export async function removeFolderAtomic(path: string): Promise<void> {
	const aside = `${path}.tmp-${process.pid}-${randomBytes(4).toString("hex")}`;
	await requireHeld(path);
	try {
		await rename(path, aside);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
		throw writeError(error, path);
	}
	await discard(aside);
}

/** Removes what killed writers left in a folder (not in its sub-folders); returns the names. */
export async function removeLeftovers(folder: string): Promise<string[]> {
	const names = (await readdir(folder).catch(() => [])).filter(isLeftover);
	for (const name of names) await discard(join(folder, name));
	return names;
}
