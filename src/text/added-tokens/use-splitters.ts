import type { Tokenizer as Engine } from "@huggingface/tokenizers";
import { type TokenRule, TokenSplitter } from "./split.ts";

/** An added token as the library reads it. */
interface AddedToken {
	readonly id: number;
	readonly content: string;
	readonly single_word: boolean;
	readonly lstrip: boolean;
	readonly rstrip: boolean;
	readonly special: boolean;
	readonly normalized: boolean;
}

/** The parts of the library's tokenizer that find added tokens, which its declarations hide. */
interface Inside {
	readonly added_tokens: readonly AddedToken[];
	readonly normalizer: ((text: string) => string) | null;
	added_tokens_map: Map<unknown, unknown>;
	splitter_unnormalized: unknown;
	splitter_normalized: unknown;
	encode_text(text: string | null): unknown[] | null;
}

/** An added token that stands in a text. Its `length` lets the library take it for a part of the text. */
interface FoundToken extends TokenRule {
	readonly length: number;
	readonly content: string;
}

/**
 * Lets a tokenizer of the library find added tokens as the reference does: those that are not normalized in the text itself
 * and the others in the normalized text between them, special ones before the rest, and by the rules of `TokenSplitter`. The
 * library knows no `single_word`, and takes for a token whatever text between two tokens looks like one.
 */
export function useSplitters(engine: Engine): void {
	const inside = engine as unknown as Inside;
	const map = new Map<unknown, unknown>();
	const special = inside.added_tokens.filter((token) => token.special);
	const others = inside.added_tokens.filter((token) => !token.special);
	const rules = [...special, ...others].map((token): FoundToken => {
		const { content, normalized } = token;
		const pattern =
			normalized && inside.normalizer ? inside.normalizer(content) : content;
		const rule = {
			...{ pattern, content, length: content.length },
			singleWord: token.single_word,
			...{ lstrip: token.lstrip, rstrip: token.rstrip },
		};
		map.set(rule, { ...token, lstrip: false, rstrip: false });
		return rule;
	});
	const normalized = [...special, ...others].map((token) => token.normalized);
	inside.added_tokens_map = map;
	inside.splitter_unnormalized = new TokenSplitter(
		rules.filter((_, i) => !normalized[i]),
	);
	inside.splitter_normalized = new TokenSplitter(
		rules.filter((_, i) => normalized[i]),
	);
	const encodeText = inside.encode_text.bind(inside);
	inside.encode_text = (text) =>
		encodeText(text)?.map((part) =>
			map.has(part) ? (part as FoundToken).content : part,
		) ?? null;
}
