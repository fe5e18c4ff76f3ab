import { createHash, randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { writeError } from "../../formats/file-error.ts";

/** The file inside a folder that says who holds it. */
export const lockName = "lock";

interface Owner {
	readonly pid: number;
	readonly host: string;
	/** When the process began, in the system's own clock ticks: tells a process from a later one with its number. */
	readonly began: string | null;
}

async function beganAt(pid: number): Promise<string | null> {
	if (process.platform !== "linux") return null;
	const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
	return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

async function isAlive(owner: Owner): Promise<boolean> {
	if (owner.host !== hostname()) return true;
	try {
		process.kill(owner.pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
	}
	return owner.began === null || owner.began === (await beganAt(owner.pid));
}

function parseOwner(text: string): Owner | null {
	try {
		const { pid, host, began } = JSON.parse(text);
		if (typeof pid !== "number" || typeof host !== "string") return null;
		return { pid, host, began: typeof began === "string" ? began : null };
	} catch {
		return null;
	}
}

/** The number of the living process that holds a folder, or null. */
export async function holderOf(folder: string): Promise<number | null> {
	const text = await readFile(join(folder, lockName), "utf8").catch(() => "");
	const owner = parseOwner(text);
	return owner !== null && (await isAlive(owner)) ? owner.pid : null;
}

function errorCode(error: unknown): string | undefined {
	return (error as NodeJS.ErrnoException).code;
}

/**
 * Keeps a second process out of a folder until the returned function is called. The lock of a process that is gone is taken over.
 * Throws `disk` when a living process holds it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
	const path = join(folder, lockName);
	const mine = `${path}.tmp-${process.pid}-${randomBytes(4).toString("hex")}`;
	const owner: Owner = {
		pid: process.pid,
		host: hostname(),
		began: await beganAt(process.pid),
	};
	const text = `${JSON.stringify(owner)}\n`;
	try {
		await writeFile(mine, text);
		while (!(await tryTake(mine, text, path, folder)));
	} catch (error) {
		throw writeError(error, path);
	} finally {
		await rm(mine, { force: true }).catch(() => {});
	}
	return async () => {
		const held = await readFile(path, "utf8").catch(() => "");
		if (held === text) await rm(path, { force: true });
	};
}

/**
 * Tries once; false if the lock changed meanwhile. The holder of a folder removes unfinished writes from it, which may
 * include `mine`: it is then written again.
 */
async function tryTake(
	mine: string,
	text: string,
	path: string,
	folder: string,
): Promise<boolean> {
	try {
		return (await tryLink(mine, path)) || (await takeOver(mine, path, folder));
	} catch (error) {
		if (errorCode(error) !== "ENOENT") throw error;
		await writeFile(mine, text);
		return false;
	}
}

/** A link appears with its content in one instant and fails if a file is there already. */
async function tryLink(from: string, to: string): Promise<boolean> {
	try {
		await link(from, to);
		return true;
	} catch (error) {
		if (errorCode(error) === "EEXIST") return false;
		throw error;
	}
}

/** What a lock says whose owner is gone; null if there is no lock. Throws `disk` if its owner lives. */
async function deadLock(path: string, folder: string): Promise<string | null> {
	const text = await readFile(path, "utf8").catch(() => null);
	if (text === null) return null;
	const owner = parseOwner(text);
	if (owner === null || !(await isAlive(owner))) return text;
	throw new TemperError("disk", {
		where: folder,
		expected: "a folder that no other process is writing to",
		found: `process ${owner.pid} on ${owner.host}`,
		hint: `Wait for it or stop it; if that machine is gone, delete ${path}.`,
	});
}

/**
 * Puts `mine` in the place of a lock whose owner is gone; false if the lock has changed meanwhile. Whoever does so
 * first makes a claim that is named for what the dead lock says: of many, one succeeds, and only it may replace the lock.
 * A claim whose own maker is gone is claimed in turn.
 */
async function takeOver(
	mine: string,
	path: string,
	folder: string,
): Promise<boolean> {
	const dead = await deadLock(path, folder);
	let last = dead;
	while (last !== null) {
		const name = createHash("sha256").update(last).digest("hex").slice(0, 8);
		const claim = `${path}.tmp-0-${name}`;
		if (await tryLink(mine, claim)) {
			try {
				if ((await readFile(path, "utf8").catch(() => null)) !== dead)
					return false;
				await rename(mine, path);
				return true;
			} finally {
				await rm(claim, { force: true });
			}
		}
		const next = await deadLock(claim, folder);
		if (next === last) await rm(claim, { force: true });
		last = next;
	}
	return false;
}
