import type { Example } from "../../data/example.ts";
import { StreamDecoder } from "../../text/tokenizer/stream-decoder.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import { wordsIn } from "../../text/words.ts";

/** A word or a mark of an answer. */
export interface AnswerWord {
	readonly text: string;
	/** The places of its tokens in the row. */
	readonly tokens: readonly number[];
}

/**
 * The supervised tokens of a row by the words that they write. A token that reaches over several words counts for the first,
 * whose text then has the others too. Tokens without a text of their own belong to the character that they begin, and white
 * space to the word that follows it; tokens that end a turn are no words.
 */
export function answerWords(
	{ ids, mask }: Pick<Example, "ids" | "mask">,
	tokenizer: Tokenizer,
): AnswerWord[] {
	const decoder = new StreamDecoder(tokenizer, { skipSpecial: true });
	const pieces = Array.from(ids, (id, place) => ({
		place,
		text: decoder.push(id),
		special: tokenizer.endOfTurn.has(id),
	})).filter(({ place, special }) => mask[place] === 1 && !special);
	const words = wordsIn(pieces.map(({ text }) => text).join("")).filter(
		({ text }) => text.trim() !== "",
	);
	const found = new Map<number, { text: string; tokens: number[] }>();
	let start = 0;
	let spaces: number[] = [];
	for (const { place, text } of pieces) {
		const end = start + Math.max(1, text.length);
		const at = words.findIndex((word) => word.start < end && word.end > start);
		start += text.length;
		if (at < 0) {
			spaces.push(place);
			continue;
		}
		const word = found.get(at) ?? { text: "", tokens: [] };
		word.text += text;
		word.tokens.push(...spaces, place);
		spaces = [];
		found.set(at, word);
	}
	return [...found.values()].map(({ text, tokens }) => ({
		text: text.trim(),
		tokens,
	}));
}

/** A row without some of its tokens. */
export function withoutTokens(
	row: Example,
	tokens: readonly number[],
): Example {
	const gone = new Set(tokens);
	const kept = Array.from(row.ids.keys()).filter((place) => !gone.has(place));
	return {
		...row,
		ids: Int32Array.from(kept, (place) => row.ids[place] as number),
		mask: Uint8Array.from(kept, (place) => row.mask[place] as number),
	};
}
