/**
 * Lets text through up to the first stop string, wherever the borders of its pieces fall: an end that may still become a
 * stop string is held back until it is certain.
 */
export class StopText {
	readonly #stops: readonly string[];
	#held = "";

	/** `stops` are not empty strings; there may be none of them. */
	constructor(stops: readonly string[]) {
		this.#stops = stops;
	}

	/** The text that is now certain, and whether a stop string ended it: nothing may be pushed after that. */
	push(piece: string): { text: string; stopped: boolean } {
		const text = this.#held + piece;
		const found = this.#stops
			.map((stop) => text.indexOf(stop))
			.filter((at) => at >= 0);
		if (found.length > 0) {
			this.#held = "";
			return { text: text.slice(0, Math.min(...found)), stopped: true };
		}
		const certain = text.length - this.#doubtful(text);
		this.#held = text.slice(certain);
		return { text: text.slice(0, certain), stopped: false };
	}

	/** What was held back, now that no more text comes. */
	end(): string {
		const held = this.#held;
		this.#held = "";
		return held;
	}

	/** Length of the longest end of the text that begins a stop string. */
	#doubtful(text: string): number {
		let longest = 0;
		for (const stop of this.#stops) {
			for (let n = Math.min(stop.length - 1, text.length); n > longest; n--) {
				if (text.endsWith(stop.slice(0, n))) longest = n;
			}
		}
		return longest;
	}
}
