/** Steps a batch of rows through a model with a key-value cache. */
export interface Decoder {
	readonly vocabSize: number;
	/** Longest row the model can hold, prompt and new tokens together. */
	readonly maxLength: number;
	/**
	 * Starts a new cache with room for `capacity` tokens a row and returns the logits of each row's last token, row-major
	 * `[B, V]`. The array may be overwritten by the next call.
	 */
	prefill(rows: readonly Int32Array[], capacity: number): Promise<Float32Array>;
	/** Appends one token to each row (finished rows get any id) and returns its logits `[B, V]`. */
	step(ids: Int32Array): Promise<Float32Array>;
}
