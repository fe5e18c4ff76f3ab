import { type Word, wordsIn } from "../../text/words.ts";
import {
	functionWords,
	japaneseFunctionWords,
	listNumbers,
	markers,
	meaningfulSigns,
	negations,
	shortHiragana,
} from "./style-lists.ts";

export const styleRule =
	"Style: punctuation, white space, Markdown and list marks, the end of the answer, function words, discourse markers and politeness, and the words with which many answers begin or end, unless the question has them. Substance: everything else, and always negations, signs of mathematics and numbers other than those of a list. A token is judged by the word that it belongs to.";

export interface JudgedWord extends Word {
	readonly style: boolean;
}

/** From a character on, to before another. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** Every piece of a text, as style or substance by `styleRule`; `shared` are openings and endings of many answers. */
export function judgeWords(
	text: string,
	shared: readonly Span[] = [],
): JudgedWord[] {
	const plain = text.replaceAll("\u2019", "'");
	const marked = [...shared, ...markedSpans(plain)];
	const shouted = plain === plain.toUpperCase();
	return wordsIn(plain).map((word) => ({
		...word,
		text: text.slice(word.start, word.end),
		style:
			marked.some(({ start, end }) => start <= word.start && word.end <= end) ||
			isStyle(word, shouted),
	}));
}

function markedSpans(text: string): Span[] {
	const phrases = [...text.matchAll(markers())].map(({ index, 0: all }) => ({
		start: index,
		end: index + all.length,
	}));
	const numbers = [...text.matchAll(listNumbers)].map(({ index, 0: all }) => ({
		start: index,
		end: index + all.length,
	}));
	return [...phrases, ...numbers];
}

function isStyle({ text, spoken }: Word, shouted: boolean): boolean {
	if (!spoken) return !meaningfulSigns.test(text);
	if (/\p{N}/u.test(text)) return false;
	const word = text.toLowerCase();
	if (isNegation(word)) return false;
	// `US` and `IT` are names.
	if (!shouted && /^\p{Lu}{2,}$/u.test(text)) return false;
	return (
		functionWords.has(word.replace(/'(?:s|re|ll|ve|d|m)$/, "")) ||
		japaneseFunctionWords.has(word) ||
		shortHiragana.test(word)
	);
}

/** Whether a word, in lower case, turns a statement into its opposite. */
export function isNegation(word: string): boolean {
	return negations.has(word) || word.endsWith("n't");
}

/** Words of substance of a text, in lower case and Unicode's compatible form. */
export function substanceWords(text: string): string[] {
	return judgeWords(text.normalize("NFKC"))
		.filter(({ spoken, style }) => spoken && !style)
		.map((word) => word.text.toLowerCase());
}
