/** Values under keys, up to a total size; those that were not asked for the longest give way first. */
export class Kept<V> {
	readonly #limit: number;
	readonly #entries = new Map<string, { value: V; size: number }>();
	#size = 0;

	/** `limit`: the largest sum of sizes, in whatever unit `set` is given. */
	constructor(limit: number) {
		this.#limit = limit;
	}

	get(key: string): V | undefined {
		const entry = this.#entries.get(key);
		if (entry === undefined) return undefined;
		// The order of a map is that of insertion.
		this.#entries.delete(key);
		this.#entries.set(key, entry);
		return entry.value;
	}

	/** A value that is larger than the limit is not kept. */
	set(key: string, value: V, size: number): void {
		this.#remove(key);
		if (size > this.#limit) return;
		this.#entries.set(key, { value, size });
		this.#size += size;
		for (const oldest of this.#entries.keys()) {
			if (this.#size <= this.#limit) return;
			this.#remove(oldest);
		}
	}

	#remove(key: string): void {
		this.#size -= this.#entries.get(key)?.size ?? 0;
		this.#entries.delete(key);
	}
}
