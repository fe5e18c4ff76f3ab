import type { Tokenizer as Engine } from "@huggingface/tokenizers";
import { Kept } from "../../core/kept.ts";

/** The parts of the library's tokenizer that cut a text between added tokens into words, and words into tokens. */
interface Inside {
	pre_tokenizer:
		| ((text: string, options: { section_index: number }) => readonly string[])
		| null;
	readonly model?: { _call?(words: readonly string[]): readonly string[] };
}

/** Characters of the texts that are kept, with those of their tokens. */
const largestKept = 4e6;

/**
 * Lets a tokenizer of the library keep the tokens of texts between added tokens: rows that differ in their answers ask for the same prompt
 * again, and so does the search for the place where an answer begins.
 */
export function keepSections(engine: Engine): void {
	// The library's declarations hide them.
	const inside = engine as unknown as Inside;
	const { model, pre_tokenizer: divide } = inside;
	// A later version of the library may be built otherwise, and then keeps nothing.
	if (typeof divide !== "function" || model?._call === undefined) return;
	const words = new Kept<readonly string[]>(largestKept);
	const tokens = new WeakMap<readonly string[], readonly string[]>();
	const toTokens = model._call.bind(model);
	inside.pre_tokenizer = (text, options) => {
		// Some tokenizers mark the beginning of the first section.
		const key = `${options.section_index === 0 ? "first" : "later"} ${text}`;
		const known = words.get(key);
		if (known !== undefined) return known;
		const divided = Object.freeze(divide(text, options));
		words.set(key, divided, 3 * text.length);
		return divided;
	};
	model._call = (divided) => {
		const made = tokens.get(divided) ?? Object.freeze(toTokens(divided));
		tokens.set(divided, made);
		return made;
	};
}
