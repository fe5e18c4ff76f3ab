import { randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import {
	mkdir,
	open,
	readdir,
	rename,
	rm,
	rmdir,
	stat,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { TemperError } from "../core/error.ts";
import { writeError } from "../core/file-error.ts";

/** A free name beside a path. What is left under it after a crash is removed with other leftovers. */
export function temporaryName(path: string): string {
	return `${path}.tmp-${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** Waits until a folder's entries are on disk. Windows cannot open folders and needs no such call. */
async function flushFolder(path: string): Promise<void> {
	if (process.platform === "win32") return;
	const folder = await open(path, "r");
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}

async function flushTree(path: string): Promise<void> {
	for (const entry of await readdir(path, { withFileTypes: true })) {
		const child = join(path, entry.name);
		if (entry.isDirectory()) {
			await flushTree(child);
			continue;
		}
		const file = await open(child, process.platform === "win32" ? "r+" : "r");
		try {
			await file.sync();
		} finally {
			await file.close();
		}
	}
	await flushFolder(path);
}

/** What cannot be removed now stays a leftover, whose name no reader takes for a whole file. */
async function discard(path: string): Promise<void> {
	await rm(path, { recursive: true, force: true }).catch(() => {});
}

/** Called when everything is written, right before the rename. If it throws, nothing is renamed. */
export type BeforeRename = () => Promise<void>;

/**
 * Writes a file that is, at every instant, either its old self or its new one: temporary name in the same folder,
 * flush, rename, flush of the folder. Throws `disk` when it cannot, with the old file untouched.
 */
export async function writeFileAtomic(
	path: string,
	content: string | Uint8Array | ((file: FileHandle) => Promise<void>),
	beforeRename: BeforeRename = async () => {},
): Promise<void> {
	const temporary = temporaryName(path);
	try {
		const file = await open(temporary, "wx");
		try {
			if (typeof content === "function") await content(file);
			else await file.writeFile(content);
			await file.sync();
		} finally {
			await file.close();
		}
		await beforeRename();
		await rename(temporary, path);
		await flushFolder(dirname(path));
	} catch (error) {
		await discard(temporary);
		throw writeError(error, path);
	}
}

/**
 * Whether a file could be written there now, for who is about to work for it: throws `disk` as `writeFileAtomic` would.
 * Nothing is left behind, and what stands there is untouched.
 */
export async function requireWritable(path: string): Promise<void> {
	const temporary = temporaryName(path);
	try {
		const there = await stat(path).catch(() => null);
		if (there?.isDirectory())
			throw Object.assign(new Error(path), { code: "EISDIR" });
		await (await open(temporary, "wx")).close();
	} catch (error) {
		throw writeError(error, path);
	} finally {
		await discard(temporary);
	}
}

/** Throws `disk` unless the path is free or an empty folder, which is then removed. */
async function claim(path: string): Promise<void> {
	let names: string[];
	try {
		names = await readdir(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
		throw error;
	}
	if (names.length > 0) {
		throw new TemperError("disk", {
			where: path,
			expected: "a folder that does not exist yet, or an empty one",
			found: `${names.length} entries in it, ${basename(names[0] ?? "")} among them`,
			hint: "Name another folder, or remove this one.",
		});
	}
	await rmdir(path);
}

/**
 * Fills a new folder under a temporary name, flushes all of it and renames it into place, which must be free or empty.
 * Throws `disk` when it cannot; then nothing stands at `path`.
 */
export async function writeFolderAtomic(
	path: string,
	fill: (temporary: string) => Promise<void>,
	beforeRename: BeforeRename = async () => {},
): Promise<void> {
	const target = resolve(path);
	const temporary = temporaryName(target);
	try {
		await claim(target);
		await mkdir(temporary, { recursive: true });
		await fill(temporary);
		await flushTree(temporary);
		await claim(target);
		await beforeRename();
		await rename(temporary, target);
		await flushFolder(dirname(target));
	} catch (error) {
		await discard(temporary);
		throw writeError(error, path);
	}
}
