import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { ownedFolder } from "../../../core/owned-folder.ts";

/** A process that is being killed may still write into the folder: attempts to remove it, and milliseconds between them. */
const removal = { maxRetries: 5, retryDelay: 50 };

/**
 * A folder of temporary files for the workers of this process, from the first session that opens it to the last one that closes it. If this
 * process is killed, the next one that makes such a folder removes what it left.
 */
export class SharedFolder {
	readonly #root: string;
	#sessions = 0;
	#making: Promise<string | null> | null = null;
	#path: string | null = null;

	/** `root`: where it is made. */
	constructor(root = tmpdir()) {
		this.#root = root;
	}

	/** Null before it is there, and if it cannot be made: then workers share nothing. */
	get path(): string | null {
		return this.#path;
	}

	async open(): Promise<void> {
		this.#sessions++;
		this.#making ??= ownedFolder("temper-workers", this.#root).catch(
			() => null,
		);
		const path = await this.#making;
		if (this.#sessions > 0) this.#path = path;
	}

	async close(): Promise<void> {
		if (--this.#sessions > 0) return;
		const path = await this.#making;
		if (this.#sessions > 0) return;
		this.#making = null;
		this.#path = null;
		if (path === null) return;
		// What cannot be removed now is removed as what a killed process left.
		await rm(path, { recursive: true, force: true, ...removal }).catch(
			() => {},
		);
	}
}
