import type { Tokenizer } from "../tokenizer/tokenizer.ts";

/** Finds the special token that ends a turn in a text around the turn's end. */
export const turnEnd = {
	/**
	 * In a text that ends with a turn, perhaps followed by white space: where the ending token ends, or null.
	 * Of several special tokens in a row, the first that ends generation counts, else the last.
	 */
	last(text: string, tokenizer: Tokenizer): number | null {
		const run = trailing(text, tokenizer);
		const stop = run.find((token) => tokenizer.endOfTurn.has(token.id));
		return (stop ?? run.at(-1))?.end ?? null;
	},

	/**
	 * In the text that follows a turn's content, perhaps begun by white space: where the ending token ends, or null.
	 * Of several special tokens in a row, the first that ends generation counts, else the first.
	 */
	first(text: string, tokenizer: Tokenizer): number | null {
		const run = leading(text, tokenizer);
		const stop = run.find((token) => tokenizer.endOfTurn.has(token.id));
		return (stop ?? run[0])?.end ?? null;
	},

	/** The special token that is the end of a text, or null. */
	token(text: string, tokenizer: Tokenizer): SpecialToken | null {
		return longest(tokenizer, (token) => text.endsWith(token));
	},
};

interface SpecialToken {
	readonly text: string;
	readonly id: number;
}

interface Found {
	readonly id: number;
	readonly end: number;
}

function leading(text: string, tokenizer: Tokenizer): Found[] {
	const found: Found[] = [];
	let at = 0;
	for (;;) {
		while (at < text.length && text.slice(at, at + 1).trim() === "") at++;
		const next = longest(tokenizer, (token) => text.startsWith(token, at));
		if (next === null) return found;
		at += next.text.length;
		found.push({ id: next.id, end: at });
	}
}

function trailing(text: string, tokenizer: Tokenizer): Found[] {
	const found: Found[] = [];
	let at = text.length;
	for (;;) {
		while (at > 0 && text.slice(at - 1, at).trim() === "") at--;
		const next = longest(tokenizer, (token) => text.endsWith(token, at));
		if (next === null) return found;
		found.unshift({ id: next.id, end: at });
		at -= next.text.length;
	}
}

function longest(
	tokenizer: Tokenizer,
	matches: (text: string) => boolean,
): SpecialToken | null {
	let best: SpecialToken | null = null;
	for (const [text, id] of tokenizer.special) {
		if (text.length > (best?.text.length ?? 0) && matches(text)) {
			best = { text, id };
		}
	}
	return best;
}
