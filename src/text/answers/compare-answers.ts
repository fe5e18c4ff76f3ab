import { distance } from "fastest-levenshtein";

/** What two answers differ in, if that carries no signal: nothing, white space alone, or case and punctuation too. */
export type Sameness = "identical" | "white-space" | "punctuation";

/**
 * Why two answers to one prompt say the same; null if they differ in a word, a number or a symbol. Points and commas
 * inside numbers, signs, operators and brackets around numbers count as what they mean; other punctuation does not count.
 */
export function samenessOf(a: string, b: string): Sameness | null {
	if (a.trim() === b.trim()) return "identical";
	if (spaced(a) === spaced(b)) return "white-space";
	return sameList(wordsOf(a), wordsOf(b)) ? "punctuation" : null;
}

/**
 * Whether two answers that differ share at least this much of their text, from 0 to 1, and agree on all numbers and on
 * their last word: a likeness in form alone says nothing of a worked sum whose numbers are wrong.
 */
export function nearlySame(a: string, b: string, share: number): boolean {
	const [x, y] = [wordsOf(a), wordsOf(b)];
	const agree = sameList(x.filter(isNumber), y.filter(isNumber));
	return agree && x.at(-1) === y.at(-1) && likeness(a, b) >= share;
}

/** Why two answers to one prompt cannot teach which of them is better. */
export type Alikeness = Sameness | "near-identical";

/**
 * Why a pair of answers carries no signal; null if it does. `share`: answers that share this much of their text are
 * near-identical (`nearlySame`); null does not look for them.
 */
export function alikeness(
	a: string,
	b: string,
	share: number | null,
): Alikeness | null {
	const same = samenessOf(a, b);
	if (same !== null) return same;
	return share !== null && nearlySame(a, b, share) ? "near-identical" : null;
}

/** Share of the longer text that an edit leaves as it is (Levenshtein); case and white space do not count. */
export function likeness(a: string, b: string): number {
	const [x, y] = [spaced(a).toLowerCase(), spaced(b).toLowerCase()];
	const longest = Math.max(x.length, y.length);
	return longest === 0 ? 1 : 1 - distance(x, y) / longest;
}

function spaced(text: string): string {
	return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

/** A number with its decimals, a word, or a symbol that changes what is said. */
const word = new RegExp(
	[
		String.raw`(?<![\p{L}\p{N}])\.\d+`,
		String.raw`\d+(?:[.,:]\d+)*`,
		// Underscores join identifiers; at the ends of a word they are markup.
		String.raw`[\p{L}\p{M}\p{N}]+(?:_+[\p{L}\p{M}\p{N}]+)*`,
		String.raw`[\p{Sm}\p{Sc}\p{So}%&@#\\]`,
		// A minus sign, or a subtraction; not a hyphen, and not the bullet of a list.
		String.raw`[-\u2212](?=\s*[\d.(])(?<!^\s*-(?=\s))`,
		String.raw`(?<=[\p{L}\p{N})\]])[^\S\n]*[*/](?=\s*[\p{L}\p{N}(])`,
		String.raw`!(?=[=(\p{L}])`,
		String.raw`[()[\]{}](?=[\d\p{Sm}\-])|(?<=[\d\p{Sm}])[()[\]{}]`,
	].join("|"),
	"gmu",
);

function wordsOf(text: string): string[] {
	const joined = text
		.normalize("NFC")
		.toLowerCase()
		// An apostrophe inside a word, and commas between groups of three digits.
		.replace(/(?<=\p{L})['\u2019](?=\p{L})/gu, "")
		.replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g, (number) =>
			number.replaceAll(",", ""),
		);
	return (joined.match(word) ?? []).map((one) => one.trim());
}

const isNumber = (one: string) => /\d/.test(one);

function sameList(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((one, i) => one === b[i]);
}
