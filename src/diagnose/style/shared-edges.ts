import { spokenWords, type Word, wordsIn } from "../../text/words.ts";
import type { Span } from "./judge-style.ts";

/** Words of an opening or ending that are compared, at most. */
const longest = 8;

/** A phrase is shared if this share of the answers have it, and no fewer than `fewest`. */
const least = 0.2;
const fewest = 3;

export interface EdgedText {
	readonly prompt: string;
	readonly text: string;
}

/**
 * Where each text begins or ends with words that many of the texts begin or end with. Equal texts count once, so that an
 * answer that many questions have is not taken for a form; words with digits and words of the prompt are left out, as is
 * the last word that would otherwise be left of an answer.
 */
export function sharedEdges(texts: readonly EdgedText[]): Span[][] {
	const distinct = [...new Set(texts.map(({ text }) => text))];
	const words = new Map(
		distinct.map((text) => [text, wordsIn(text).filter(isSpoken)] as const),
	);
	const enough = Math.max(fewest, Math.ceil(least * distinct.length));
	const openings = countPrefixes([...words.values()]);
	const endings = countPrefixes(
		[...words.values()].map((all) => all.toReversed()),
	);
	return texts.map(({ text, prompt }) => {
		const own = words.get(text) ?? [];
		const asked = new Set(spokenWords(prompt));
		const first = sharedLength(own, openings, enough);
		const last = sharedLength(own.toReversed(), endings, enough);
		return [...own.slice(0, first), ...own.slice(own.length - last)].filter(
			(word) => !/\p{N}/u.test(word.text) && !asked.has(keyOf(word)),
		);
	});
}

const isSpoken = ({ spoken }: Word) => spoken;
const keyOf = ({ text }: Word) => text.normalize("NFKC").toLowerCase();

/** The beginnings of a list of words, shortest first; never the whole list. */
function prefixesOf(words: readonly Word[]): string[] {
	const keys = words.slice(0, Math.min(longest, words.length - 1)).map(keyOf);
	return keys.map((_, i) => keys.slice(0, i + 1).join("\n"));
}

function countPrefixes(
	texts: readonly (readonly Word[])[],
): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const words of texts)
		for (const prefix of prefixesOf(words))
			counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
	return counts;
}

function sharedLength(
	words: readonly Word[],
	counts: ReadonlyMap<string, number>,
	enough: number,
): number {
	return prefixesOf(words).filter(
		(prefix) => (counts.get(prefix) ?? 0) >= enough,
	).length;
}
