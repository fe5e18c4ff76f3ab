import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { VllmClient } from "./client.ts";
import { badAnswer } from "./refusals.ts";

/** An adapter that is to answer prompts. */
export interface ServedAdapter {
	/** Tells its weights from all others. */
	readonly hash: string;
	/** Writes it as a PEFT folder that does not exist yet. */
	write(folder: string): Promise<void>;
}

interface Loaded {
	readonly hash: string;
	readonly name: string;
	readonly folder: string;
}

/**
 * The adapter that a server answers with: one at a time, each under a name and in a folder that no other ever had. vLLM keys
 * its cache of prompts by an adapter's name, so that weights that are loaded under a known name would be answered from
 * the cache of those before them.
 */
export class ServedAdapters {
	readonly #client: VllmClient;
	readonly #root: string;
	readonly #session = randomBytes(4).toString("hex");
	#count = 0;
	#loaded: Loaded | null = null;

	/** `root`: an existing folder that the server sees under the same path. */
	constructor(client: VllmClient, root: string) {
		this.#client = client;
		this.#root = root;
	}

	/** Loads an adapter unless it is the one that is loaded, and unloads the one before it. Returns its name. */
	async serve({ hash, write }: ServedAdapter): Promise<string> {
		if (this.#loaded?.hash === hash) return this.#loaded.name;
		await this.unload();
		const name = `temper-${this.#session}-${this.#count++}-${hash.slice(0, 12)}`;
		const folder = join(this.#root, name);
		await write(folder);
		this.#loaded = { hash, name, folder };
		try {
			await this.#client.load(name, folder);
			await this.#check(name, folder);
		} catch (error) {
			await this.forget();
			throw error;
		}
		return name;
	}

	/** Unloads the adapter and removes its folder. */
	async unload(): Promise<void> {
		const before = this.#loaded;
		await this.forget();
		if (before) await this.#client.unload(before.name);
	}

	/** Removes the adapter's folder; the server may be gone. */
	async forget(): Promise<void> {
		const before = this.#loaded;
		this.#loaded = null;
		if (before) await rm(before.folder, { recursive: true, force: true });
	}

	async #check(name: string, folder: string): Promise<void> {
		const listed = await this.#client.models();
		const found = listed.find((model) => model.name === name);
		if (found?.root === folder) return;
		throw badAnswer(
			`the adapter ${name} in its list of models after it was loaded`,
			found ? `one from ${found.root}` : "none of that name",
		);
	}
}
