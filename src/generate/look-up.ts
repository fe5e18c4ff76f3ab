/** Lengths of the ends of a text that are looked up, the longest first. */
const endLengths = [3, 2] as const;

/** Fewest and most tokens of a draft. */
const [shortest, longest] = [3, 7] as const;

/** Most steps that pass without a draft after drafts have failed. */
const longestPause = 64;

/**
 * Drafts of the next tokens of one row by prompt look-up (Saxena, 2023): what followed when the last tokens of the row occurred
 * before, in its prompt or its answer. A pass that checks a draft costs more than a step, so drafts pause after one that was
 * wrong from its start, twice as long each time, until one is right again.
 */
export class LookUp {
	readonly #ids: number[];
	/** Where the tokens after an end begin, by the end; only its latest place. */
	readonly #after = new Map<string, number>();
	#length: number = shortest;
	#pause = 0;
	#nextPause = 1;

	constructor(prompt: Int32Array) {
		this.#ids = [];
		for (const id of prompt) this.push(id);
	}

	/** Adds a token of the row. */
	push(id: number): void {
		// The end itself is not known before something follows it.
		for (const n of endLengths)
			if (this.#ids.length >= n)
				this.#after.set(this.#end(n), this.#ids.length);
		this.#ids.push(id);
	}

	/** At most `most` tokens that may come next; none if the end of the row did not occur before. */
	draft(most: number): number[] {
		if (this.#pause > 0) {
			this.#pause--;
			return [];
		}
		for (const n of endLengths) {
			if (this.#ids.length < n) continue;
			const start = this.#after.get(this.#end(n));
			if (start !== undefined)
				return this.#ids.slice(start, start + Math.min(most, this.#length));
		}
		return [];
	}

	/** Learns how much of a draft was right. */
	judge(drafted: number, right: number): void {
		if (drafted === 0) return;
		if (right === 0) {
			this.#pause = this.#nextPause;
			this.#nextPause = Math.min(longestPause, 2 * this.#nextPause);
			this.#length = shortest;
			return;
		}
		this.#nextPause = 1;
		this.#length =
			right === drafted ? Math.min(longest, 2 * this.#length) : shortest;
	}

	#end(n: number): string {
		return this.#ids.slice(-n).join();
	}
}
