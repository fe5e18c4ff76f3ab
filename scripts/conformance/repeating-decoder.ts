import type { Decoder } from "../../src/generate/decoder.ts";

/** A decoder without a cache: every step runs the whole rows again. Slow, and hard to get wrong. */
export class RepeatingDecoder implements Decoder {
	readonly vocabSize: number;
	readonly maxLength: number;
	readonly #logits: (rows: readonly Int32Array[]) => Promise<Float32Array[]>;
	#rows: readonly Int32Array[] = [];

	/** `logits` gives those of every token of each row, [T, V]. */
	constructor(
		vocabSize: number,
		maxLength: number,
		logits: (rows: readonly Int32Array[]) => Promise<Float32Array[]>,
	) {
		this.vocabSize = vocabSize;
		this.maxLength = maxLength;
		this.#logits = logits;
	}

	async prefill(rows: readonly Int32Array[]): Promise<Float32Array> {
		this.#rows = rows;
		return this.#last();
	}

	async step(ids: Int32Array): Promise<Float32Array> {
		this.#rows = this.#rows.map((row, b) => Int32Array.of(...row, ids[b]!));
		return this.#last();
	}

	async #last(): Promise<Float32Array> {
		const V = this.vocabSize;
		const out = new Float32Array(this.#rows.length * V);
		for (const [b, logits] of (await this.#logits(this.#rows)).entries())
			out.set(logits.subarray(logits.length - V), b * V);
		return out;
	}
}
