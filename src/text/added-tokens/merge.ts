import { isObject } from "../../formats/json/parse-json.ts";
import { specialTokensOf } from "../tokenizer/special-tokens.ts";

/** An entry of `added_tokens` in a `tokenizer.json`. */
interface AddedToken {
	readonly id: number;
	readonly content: string;
	readonly special: boolean;
	readonly [flag: string]: unknown;
}

const plainFlags = {
	single_word: false,
	lstrip: false,
	rstrip: false,
	normalized: false,
};

/**
 * A `tokenizer.json` with the added tokens that transformers makes of it and of its `tokenizer_config.json`: entries of
 * `added_tokens_decoder` replace those of the same text, and every token that the config names (`eos_token` and the like,
 * `additional_special_tokens`) is special, whether it was marked so, or was only in the vocabulary.
 */
export function mergeAddedTokens(
	tokenizer: Record<string, unknown>,
	config: Record<string, unknown>,
): Record<string, unknown> {
	if (!Array.isArray(tokenizer.added_tokens ?? [])) return tokenizer;
	const listed = (tokenizer.added_tokens ?? []) as AddedToken[];
	const tokens = new Map(listed.map((token) => [token?.content, token]));
	const idOf = (content: string) =>
		tokens.get(content)?.id ?? idIn(tokenizer.model, content);
	const decoder = isObject(config.added_tokens_decoder)
		? Object.entries(config.added_tokens_decoder)
		: [];
	for (const [id, token] of decoder) {
		if (!isObject(token) || typeof token.content !== "string") continue;
		const { content, special = false } = token;
		tokens.set(content, {
			...{ ...plainFlags, normalized: special !== true, ...token },
			...{
				content,
				id: idOf(content) ?? Number(id),
				special: special === true,
			},
		});
	}
	for (const content of namedIn(config)) {
		const id = idOf(content);
		if (id === undefined) continue;
		const known = tokens.get(content) ?? { ...plainFlags, id, content };
		tokens.set(content, { ...known, special: true });
	}
	return { ...tokenizer, added_tokens: [...tokens.values()] };
}

function namedIn(config: Record<string, unknown>): string[] {
	const { additional_special_tokens = [], extra_special_tokens = [] } = config;
	const others = [additional_special_tokens, extra_special_tokens].flatMap(
		(list) => Object.values(Object(list) as object),
	);
	const texts = others.map((one: unknown) =>
		isObject(one) ? one.content : one,
	);
	return [...Object.values(specialTokensOf(config)), ...texts].filter(
		(text): text is string => typeof text === "string" && text !== "",
	);
}

/** The id of an entry of the vocabulary. Unigram models list pairs of token and score. */
function idIn(model: unknown, content: string): number | undefined {
	if (!isObject(model)) return undefined;
	const { vocab } = model;
	if (Array.isArray(vocab)) {
		const place = vocab.findIndex((entry) => entry?.[0] === content);
		return place < 0 ? undefined : place;
	}
	if (!isObject(vocab) || !Object.hasOwn(vocab, content)) return undefined;
	return vocab[content] as number;
}
