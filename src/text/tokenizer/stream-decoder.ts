import type { Tokenizer } from "./tokenizer.ts";

/**
 * Turns ids that arrive one by one into text that arrives piece by piece. A character whose bytes are spread over
 * several tokens is held back until its last byte is there; joined together, the pieces equal `decode` of all ids.
 */
export class StreamDecoder {
	readonly #tokenizer: Tokenizer;
	readonly #skipSpecial: boolean;
	/** Ids since the last point where a new window could begin; the first one is context already shown. */
	#window: number[] = [];
	#shown = 0;

	constructor(tokenizer: Tokenizer, options: { skipSpecial: boolean }) {
		this.#tokenizer = tokenizer;
		this.#skipSpecial = options.skipSpecial;
	}

	/** The text that this id completes, which may be empty. */
	push(id: number): string {
		this.#window.push(id);
		const text = this.#decode(this.#window);
		const whole = !text.endsWith("\uFFFD");
		const safe = whole ? text.length : text.length - 1;
		const piece = text.slice(this.#shown, safe);
		this.#shown = Math.max(this.#shown, safe);
		if (whole) this.#shorten(id);
		return piece;
	}

	/** What was held back: replacement characters if bytes never came. The decoder is then empty. */
	end(): string {
		const rest = this.#decode(this.#window).slice(this.#shown);
		this.#window = [];
		this.#shown = 0;
		return rest;
	}

	/** One id stays as context, because decoders drop a space at the very beginning of a text. */
	#shorten(id: number): void {
		const alone = this.#decode([id]);
		if (alone === "") return;
		this.#window = [id];
		this.#shown = alone.length;
	}

	#decode(ids: readonly number[]): string {
		return this.#tokenizer.decode(ids, { skipSpecial: this.#skipSpecial });
	}
}
