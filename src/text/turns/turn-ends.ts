import type { Tokenizer } from "../tokenizer/tokenizer.ts";

/** Tokens that end a turn, in the vocabulary's spelling. */
export interface TurnEnds {
	/** Those with which the chat template closes turns. */
	readonly taught: readonly string[];
	/** Those that the model's files name. */
	readonly named: readonly string[];
}

/**
 * What training teaches as the end of a turn and what the model's files name, if none of the files names all that is
 * taught; null if nothing needs to be said.
 */
export function turnEndsToNote(tokenizer: Tokenizer): TurnEnds | null {
	const { closing, named } = tokenizer;
	if ([...closing].every((id) => named.has(id))) return null;
	const texts = (ids: ReadonlySet<number>) =>
		[...ids].map((id) => tokenizer.tokenOf(id) ?? String(id));
	return { taught: texts(closing), named: texts(named) };
}
