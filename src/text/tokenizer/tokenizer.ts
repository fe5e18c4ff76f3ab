import type { ThoughtMarks } from "../turns/thoughts.ts";

/** Text to token ids and back, exactly as the model's own tokenizer does it. */
export interface Tokenizer {
	/** The largest id plus one. A model's embedding may have more rows, never fewer. */
	readonly vocabSize: number;
	readonly bosId: number | null;
	readonly eosId: number | null;
	readonly padId: number | null;
	/** Whether `encode` with `addSpecial` puts the bos token first. */
	readonly addsBos: boolean;
	/**
	 * Ids that end a turn: `eos_token`, every `eos_token_id` of the generation config, and the tokens with which the model's
	 * chat template closes turns, for these are what training teaches.
	 */
	readonly endOfTurn: ReadonlySet<number>;
	/** Those that the model's files name. */
	readonly named: ReadonlySet<number>;
	/** Those with which the chat template closes turns. */
	readonly closing: ReadonlySet<number>;
	/** What the model writes around its thoughts, by its chat template. */
	readonly thoughtMarks: readonly ThoughtMarks[];
	/** Added tokens that are special or end a turn, text to id. */
	readonly special: ReadonlyMap<string, number>;
	/** Special tokens written in the text become their ids. Throws `data` when a character has no token; `where` is named in it. */
	encode(
		text: string,
		options: { addSpecial: boolean; where?: string },
	): Int32Array;
	/**
	 * Bytes that are no UTF-8 become U+FFFD. Spaces are left as the tokens have them. Special tokens that mark thoughts are
	 * never skipped, for they tell a thought from an answer.
	 */
	decode(ids: ArrayLike<number>, options: { skipSpecial: boolean }): string;
	/** The entry of the vocabulary, in the vocabulary's own spelling. */
	tokenOf(id: number): string | null;
}
