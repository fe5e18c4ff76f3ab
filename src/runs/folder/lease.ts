import { resolve, sep } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { type LockFile, parseOwner } from "./lock-owner.ts";

/** When a lease is touched, and when it ends if it is not, in milliseconds. */
export interface LeaseTimes {
	readonly every: number;
	readonly ends: number;
}

export const leaseTimes: LeaseTimes = { every: 15_000, ends: 60_000 };

/** How a lease reads its lock file and touches it. */
export interface LeaseFile {
	/** Null if there is none. */
	readonly read: () => Promise<LockFile | null>;
	/** Touches the file, unless another process is taking the folder over; false if it no longer is this lease's. */
	readonly renew: () => Promise<boolean>;
	readonly remove: () => Promise<void>;
}

/**
 * The right of this process to write to a folder. It is touched regularly by a heartbeat; if that stops, for example because the
 * machine is paused, a process of another machine takes the folder over, and `check` then refuses every write.
 */
export class Lease {
	readonly folder: string;
	readonly #text: string;
	readonly #times: LeaseTimes;
	readonly #file: LeaseFile;
	readonly #heartbeat: Heartbeat;
	#checkedAt = Date.now();
	#lost: TemperError | null = null;

	constructor(
		folder: string,
		text: string,
		times: LeaseTimes,
		file: LeaseFile,
		heartbeat: Heartbeat,
	) {
		this.folder = resolve(folder);
		this.#text = text;
		this.#times = times;
		this.#file = file;
		this.#heartbeat = heartbeat;
		held.add(this);
	}

	/** Whether a check has failed. */
	get isLost(): boolean {
		return this.#lost !== null;
	}

	/** Throws `disk` if another process has taken the folder over. */
	async check(): Promise<void> {
		if (this.#lost !== null) throw this.#lost;
		const found = await this.#file.read();
		if (found?.text !== this.#text) throw this.#lose(found);
		// Another process may be about to take over a lease that is old: only one of the two can renew or replace it.
		const age = Date.now() - this.#heartbeat.touchedAt();
		if (age > this.#times.ends / 2) {
			if (!(await this.#file.renew()))
				throw this.#lose(await this.#file.read());
			this.#heartbeat.touched();
		}
		this.#checkedAt = Date.now();
	}

	/** For small and frequent writes: `check`, if the last one is older than the time between two touches. */
	async checkIfDue(): Promise<void> {
		if (this.#lost !== null) throw this.#lost;
		if (Date.now() - this.#checkedAt >= this.#times.every) await this.check();
	}

	/** Lets other processes in. A lock that is no longer this lease's is left as it is. */
	async release(): Promise<void> {
		held.delete(this);
		this.#heartbeat.stop();
		await this.#file.remove();
	}

	/** Lets other processes in, and refuses every write from now on. */
	async abandon(): Promise<void> {
		this.#lost ??= new TemperError("disk", {
			where: this.folder,
			expected: "a process that goes on",
			found: "one that is being ended",
		});
		this.#heartbeat.stop();
		await this.#file.remove();
	}

	#lose(found: LockFile | null): TemperError {
		const owner = found === null ? null : parseOwner(found.text);
		this.#lost = new TemperError("disk", {
			where: this.folder,
			expected: "this process to be the only one that writes to the folder",
			found:
				owner === null
					? "that its lock was removed"
					: `that process ${owner.pid} on ${owner.host} has taken it over`,
			hint: `The lock was not renewed for ${this.#times.ends / 1000} s, for example because this machine was paused or lost the storage. Nothing was written since; the other process continues.`,
		});
		return this.#lost;
	}
}

/** The leases of this process. */
const held = new Set<Lease>();

/** Lets other processes into every folder that this process holds, and refuses every later write of its own. */
export async function abandonLeases(): Promise<void> {
	for (const lease of held) await lease.abandon();
}

/**
 * Throws `disk` if this process held a folder around this path and another process has taken it over. A path in no folder that this
 * process holds passes. To be called right before a rename or a removal.
 */
export async function requireHeld(path: string): Promise<void> {
	for (const lease of leasesAround(path)) await lease.check();
}

/** `requireHeld` for small and frequent writes: it checks no more often than a lease is touched. */
export async function requireHeldIfDue(path: string): Promise<void> {
	for (const lease of leasesAround(path)) await lease.checkIfDue();
}

function leasesAround(path: string): Lease[] {
	const inside = `${resolve(path)}${sep}`;
	return [...held].filter(({ folder }) => inside.startsWith(`${folder}${sep}`));
}
