import { open } from "node:fs/promises";

/**
 * When a file was last seen to have been touched, in milliseconds of this machine's clock: only changes count, so that clocks need not
 * agree. A pause of this process does not count against the file.
 */
export class TouchWatch {
	readonly #path: string;
	readonly #patience: number;
	#seen: number | null = null;
	#changedAt = Date.now();
	#lookedAt = Date.now();

	/** `patience`: milliseconds between two looks that are taken for a pause of this process. */
	constructor(path: string, patience: number) {
		this.#path = path;
		this.#patience = patience;
	}

	/** Begins anew, as if the file had been touched now. */
	reset(): void {
		this.#changedAt = Date.now();
	}

	/** Milliseconds since the last touch. */
	async idle(): Promise<number> {
		const touched = await touchedAt(this.#path);
		const now = Date.now();
		const paused = now - this.#lookedAt > this.#patience;
		if (paused || (touched !== null && touched !== this.#seen))
			this.#changedAt = now;
		this.#seen = touched ?? this.#seen;
		this.#lookedAt = now;
		return now - this.#changedAt;
	}
}

/** Opens the file, so that a network file system asks its server. Null if there is none. */
async function touchedAt(path: string): Promise<number | null> {
	const file = await open(path, "r").catch(() => null);
	if (file === null) return null;
	try {
		return (await file.stat()).mtimeMs;
	} finally {
		await file.close();
	}
}
