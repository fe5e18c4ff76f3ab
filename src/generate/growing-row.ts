import { RandomStream } from "../core/random.ts";
import type { GenerationOptions, TextStream } from "./generation-options.ts";
import { chooseToken } from "./sampling/sampling.ts";
import { StopText } from "./stop-text.ts";

/** Why a row ended: a stop id or string, its limit of tokens or the model's window, the caller. */
export type EndReason = "stop" | "length" | "interrupted";

/** One row while it grows. What it yields depends on its logits, the options and its index, never on other rows. */
export class GrowingRow {
	readonly index: number;
	/** Null while it grows. */
	reason: EndReason | null = null;
	readonly #options: GenerationOptions;
	readonly #random: RandomStream;
	readonly #text: TextStream | null;
	readonly #stopText: StopText;
	#left: number;

	/** `limit` is how many tokens it may still get, at least one. */
	constructor(index: number, limit: number, options: GenerationOptions) {
		this.index = index;
		this.#left = limit;
		this.#options = options;
		this.#random = new RandomStream(options.seed, `generate/${index}`);
		this.#text = options.newText?.() ?? null;
		this.#stopText = new StopText(options.stopStrings);
	}

	/** How many tokens it may still get. */
	get left(): number {
		return this.#left;
	}

	/** The random number that its next token is chosen with, where it is chosen elsewhere. */
	draw(): number {
		const { sampling } = this.#options;
		return sampling.kind === "greedy" ? 0 : this.#random.uniform();
	}

	/** Chooses the next token from logits `[V]`; returns it and the text that has become certain; may set `reason`. */
	grow(logits: Float32Array): { id: number; text: string } {
		const { sampling } = this.#options;
		return this.take(
			chooseToken(logits, sampling, () => this.#random.uniform()),
		);
	}

	/** The same for a token that was chosen elsewhere. */
	take(id: number): { id: number; text: string } {
		this.#left -= 1;
		if (this.#options.stopIds.includes(id))
			return { id, text: this.finish("stop") };
		const { text, stopped } = this.#stopText.push(this.#text?.push(id) ?? "");
		if (stopped) this.reason = "stop";
		else if (this.#left === 0)
			return { id, text: text + this.finish("length") };
		return { id, text };
	}

	/** Ends the row and returns the text that was still held back. */
	finish(reason: EndReason): string {
		const { text, stopped } = this.#stopText.push(this.#text?.end() ?? "");
		this.reason = stopped ? "stop" : reason;
		return text + this.#stopText.end();
	}
}
