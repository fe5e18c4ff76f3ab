import { createHash, randomBytes } from "node:crypto";
import { link, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { TemperError } from "../../core/error.ts";
import { writeError } from "../../core/file-error.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { Lease, type LeaseTimes, leaseTimes } from "./lease.ts";
import {
	isRunning,
	isVisible,
	type LockFile,
	type Owner,
	parseOwner,
	thisOwner,
} from "./lock-owner.ts";

/** The file inside a folder that says who holds it. */
export const lockName = "lock";

export interface LockOptions extends LeaseTimes {
	/** Who is said to hold the folder; this process if it is left out. */
	readonly owner?: Owner;
}

/** What one attempt to lock a folder works with. */
interface Taking {
	readonly folder: string;
	/** Of the lock. */
	readonly path: string;
	/** A file with the text that the lock is to have. */
	readonly mine: string;
	readonly text: string;
	readonly ends: number;
}

function errorCode(error: unknown): string | undefined {
	return (error as NodeJS.ErrnoException).code;
}

/** Opens the file anew, so that a network file system asks its server. Null if there is none. */
async function readLock(path: string): Promise<LockFile | null> {
	const file = await open(path, "r").catch(() => null);
	if (file === null) return null;
	try {
		const text = await file.readFile("utf8");
		const { mtimeMs: touched } = await file.stat();
		return { text, owner: parseOwner(text), touched };
	} finally {
		await file.close();
	}
}

/** A process of this machine is looked up; any other counts as alive until its lease ends. */
async function isAlive(
	{ owner, touched }: LockFile,
	ends: number,
	now: number,
): Promise<boolean> {
	if (owner === null) return false;
	return isVisible(owner) ? isRunning(owner) : now - touched < ends;
}

/** The number of the living process that holds a folder, or null. */
export async function holderOf(folder: string): Promise<number | null> {
	const lock = await readLock(join(folder, lockName));
	if (lock === null) return null;
	const alive = await isAlive(lock, leaseTimes.ends, Date.now());
	return alive ? (lock.owner?.pid ?? null) : null;
}

/**
 * Keeps other processes out of a folder until the lease is released. The lock of a process of this machine that is gone is taken
 * over at once. The lock of another machine is taken over once its lease has ended: if it is not touched, this waits for that, 60 s
 * at most. Throws `disk` if a living process holds the folder.
 */
export async function lockFolder(
	folder: string,
	options: LockOptions = leaseTimes,
): Promise<Lease> {
	const path = join(folder, lockName);
	const mine = `${path}.tmp-${process.pid}-${randomBytes(4).toString("hex")}`;
	const owner = options.owner ?? (await thisOwner());
	// Distinguishes two leases of one process on one folder.
	const id = randomBytes(4).toString("hex");
	const text = `${JSON.stringify({ ...owner, id })}\n`;
	const { ends, every } = options;
	const taking: Taking = { folder, path, mine, text, ends };
	try {
		await writeFile(mine, text);
		while (!(await tryTake(taking))) await waitForOther(taking);
	} catch (error) {
		throw writeError(error, path);
	} finally {
		await rm(mine, { force: true }).catch(() => {});
	}
	const heartbeat = startHeartbeat(path, text, every);
	return new Lease(folder, text, options, leaseFile(taking), heartbeat);
}

function leaseFile(taking: Taking) {
	const { path, text } = taking;
	return {
		read: () => readLock(path),
		renew: () => renew(taking),
		async remove() {
			if ((await readLock(path))?.text === text)
				await rm(path, { force: true });
		},
	};
}

/**
 * Tries once; false if the lock changed meanwhile. The holder of a folder removes unfinished writes from it, which may
 * include `mine`: it is then written again.
 */
async function tryTake(taking: Taking): Promise<boolean> {
	try {
		const { mine, path } = taking;
		return (await tryLink(mine, path)) || (await takeOver(taking));
	} catch (error) {
		if (errorCode(error) !== "ENOENT") throw error;
		await writeFile(taking.mine, taking.text);
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

/**
 * Waits while the lock is that of another machine's process whose lease has not ended. Throws `disk` as soon as the lock is known to be
 * that of a living process: it is touched, or the process is one of this machine.
 */
async function waitForOther({ folder, path, ends }: Taking): Promise<void> {
	const first = await readLock(path);
	for (;;) {
		const lock = await readLock(path);
		if (lock === null || lock.text !== first?.text) return;
		const { owner, touched } = lock;
		// No more than the file system's own clock says, which may differ from this machine's.
		if (owner === null || !(await isAlive(lock, ends, await clockOf(path))))
			return wait(5 + 20 * Math.random());
		if (isVisible(owner) || touched !== first.touched)
			throw new TemperError("disk", {
				where: folder,
				expected: "a folder that no other process is writing to",
				found: `process ${owner.pid} on ${owner.host}`,
				hint: "Wait for it or stop it.",
			});
		await wait(Math.min(1000, ends / 20));
	}
}

/** The time of the file system that holds a path, in milliseconds. */
async function clockOf(path: string): Promise<number> {
	const probe = `${path}.tmp-${process.pid}-${randomBytes(4).toString("hex")}`;
	try {
		await writeFile(probe, "");
		return (await stat(probe)).mtimeMs;
	} finally {
		await rm(probe, { force: true }).catch(() => {});
	}
}

/** What a lock says whose owner is gone; null if there is no lock or its owner lives. */
async function deadLock(path: string, ends: number): Promise<string | null> {
	const lock = await readLock(path);
	if (lock === null) return null;
	return (await isAlive(lock, ends, await clockOf(path))) ? null : lock.text;
}

/** Puts `mine` in the place of a lock whose owner is gone; false if there is none. */
async function takeOver(taking: Taking): Promise<boolean> {
	const { path, mine, ends } = taking;
	const dead = await deadLock(path, ends);
	if (dead === null) return false;
	return underClaim(dead, taking, async () => {
		if ((await deadLock(path, ends)) !== dead) return false;
		await rename(mine, path);
		return true;
	});
}

/** Touches a lock that was not touched for long, unless another process has replaced it or is doing so. */
async function renew(taking: Taking): Promise<boolean> {
	const { path, text } = taking;
	const mine = `${path}.tmp-${process.pid}-${randomBytes(4).toString("hex")}`;
	try {
		await writeFile(mine, text);
		return await underClaim(text, { ...taking, mine }, async () => {
			if ((await readLock(path))?.text !== text) return false;
			await rename(mine, path);
			return true;
		});
	} finally {
		await rm(mine, { force: true }).catch(() => {});
	}
}

/**
 * Acts while holding the claim on a lock that says `first`. Of many that try, one succeeds, and only it may replace the lock;
 * false for the others. A claim whose own maker is gone is claimed in turn.
 */
async function underClaim(
	first: string,
	{ path, mine, ends }: Taking,
	act: () => Promise<boolean>,
): Promise<boolean> {
	let last: string | null = first;
	while (last !== null) {
		const name = createHash("sha256").update(last).digest("hex").slice(0, 8);
		const claim = `${path}.tmp-0-${name}`;
		if (await tryLink(mine, claim)) {
			try {
				return await act();
			} finally {
				await rm(claim, { force: true });
			}
		}
		const next: string | null = await deadLock(claim, ends);
		if (next === last) await rm(claim, { force: true });
		last = next;
	}
	return false;
}
