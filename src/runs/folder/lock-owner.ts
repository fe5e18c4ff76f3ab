import { readFileSync, readlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { isAlive } from "../../core/is-alive.ts";

/** What a lock file says about the process that holds the folder. */
export interface Owner {
	readonly pid: number;
	readonly host: string;
	/** When the process began, in the system's own clock ticks: distinguishes it from a later process with the same number. */
	readonly began: string | null;
	/** Where its process number is valid: the boot of the machine and the namespace. Null in locks of earlier versions. */
	readonly space: string | null;
}

/** A lock file: who holds the folder, and when that process last touched it, in milliseconds of the file system's clock. */
export interface LockFile {
	readonly text: string;
	/** Null for a torn file. */
	readonly owner: Owner | null;
	readonly touched: number;
}

async function beganAt(pid: number): Promise<string | null> {
	if (process.platform !== "linux") return null;
	const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
	return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

let space: string | null | undefined;

function thisSpace(): string | null {
	if (space !== undefined) return space;
	try {
		const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
		space = `${boot.trim()} ${readlinkSync("/proc/self/ns/pid")}`;
	} catch {
		space = null;
	}
	return space;
}

/** This process as the owner of a lock. */
export async function thisOwner(): Promise<Owner> {
	const { pid } = process;
	const began = await beganAt(pid);
	return { pid, host: hostname(), began, space: thisSpace() };
}

/** Throws nothing; null if the text is not that of a lock. */
export function parseOwner(text: string): Owner | null {
	try {
		const { pid, host, began, space: where } = JSON.parse(text);
		if (typeof pid !== "number" || typeof host !== "string") return null;
		const word = (value: unknown) => (typeof value === "string" ? value : null);
		return { pid, host, began: word(began), space: word(where) };
	} catch {
		return null;
	}
}

/** Whether this process can see directly if the owner still runs. */
export function isVisible(owner: Owner): boolean {
	if (owner.host !== hostname()) return false;
	return owner.space === null || owner.space === thisSpace();
}

/** Whether an owner that is visible from here still runs. */
export async function isRunning(owner: Owner): Promise<boolean> {
	if (!isAlive(owner.pid)) return false;
	return owner.began === null || owner.began === (await beganAt(owner.pid));
}
