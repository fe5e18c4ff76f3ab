import type { Sampling } from "./sampling/sampling.ts";

/** A prompt and the slot it is read into. */
export interface SlotPrompt {
	readonly slot: number;
	readonly ids: Int32Array;
	/** Its first tokens that the slot holds already; fewer than all. */
	readonly cached: number;
}

/** Steps rows through a model, each in a slot of its cache. Arrays of logits may be overwritten by the next call. */
export interface Decoder {
	readonly vocabSize: number;
	/** Longest row the model can hold, prompt and new tokens together. */
	readonly maxLength: number;
	/** Forgets all rows and makes empty slots for rows of at most `capacity` tokens. */
	reset(slots: number, capacity: number): void;
	/** Reads prompts into slots, each in place of what the slot held; logits of their last tokens, `[prompts, V]`. */
	prefill(prompts: readonly SlotPrompt[]): Promise<Float32Array>;
	/** Slot `to` now holds the first `length` tokens of slot `from`, or all of them. The slots may be the same. */
	copy(from: number, to: number, length?: number): void;
	/** Appends a token to each of the first slots and returns their logits, `[ids, V]`. The other slots rest. */
	step(ids: Int32Array): Promise<Float32Array>;
	/**
	 * Appends some tokens to each of the first slots and returns the logits after every one of them, those of a slot together,
	 * `[tokens, V]`. Left out by decoders that only step.
	 */
	extend?(parts: readonly Int32Array[]): Promise<Float32Array>;
	/**
	 * Some steps, each of which chooses the next token of each row and appends it in the step after it: `uniforms` [ids, steps] holds
	 * a random number in [0, 1) of the row's own for each choice. Returns the chosen tokens, [ids, steps], of which the last ones are
	 * not appended. Left out by decoders whose callers choose.
	 */
	choose?(
		ids: Int32Array,
		sampling: Sampling,
		uniforms: Float64Array,
	): Promise<Int32Array>;
	/**
	 * Whether logits after some tokens at once are those of single steps up to the last bits, so that greedy rows may check drafts.
	 * Rounding to 8 bits turns last bits into steps of its scale. False if left out.
	 */
	readonly checksDrafts?: boolean;
}
