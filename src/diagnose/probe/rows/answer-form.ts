/** The form of an answer: other answers can stand in for it only if they have the same. */
export type AnswerForm =
	| "number"
	| "date"
	| "name"
	| "word"
	| "phrase"
	| "sentence";

/** Longer answers cannot be tested by other answers in their place. */
const longest = { words: 30, characters: 240, sentences: 2 } as const;

const month =
	/\b(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t|tember)?|oct(ober)?|nov(ember)?|dec(ember)?)\b/i;
const numericDate =
	/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$|^\d{4}年(\d{1,2}月)?(\d{1,2}日)?$/u;
const year = /^1\d{3}$|^20\d{2}$/;
/** A number with a sign or currency before it and a unit after it. */
const number =
	/^[^\p{L}\d]*\d[\d\s.,:/]*\s*[^\p{L}\d\s]*\s*\p{L}{0,12}[.²³]?$/u;
const sentenceEnd = /[.!?。！？]["'”’)]?$/u;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Words of a text; of a language without spaces, pairs of characters. */
export function wordsOf(text: string): string[] {
	const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	return words.flatMap((word) =>
		unspaced.test(word) ? (word.match(/..?/gu) ?? []) : [word],
	);
}

/** A text without case, punctuation and repeated space: answers that agree in it are the same answer. */
export function plainAnswer(text: string): string {
	const value = Number(text.replace(/,(?=\d{3}\b)/g, "").trim());
	if (text.trim() !== "" && Number.isFinite(value)) return String(value);
	const plain = text.normalize("NFKC").toLowerCase();
	const kept = plain.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
	return kept === "" ? plain.trim() : kept;
}

function isName(words: readonly string[]): boolean {
	const long = words.filter((word) => word.length > 3);
	const judged = long.length > 0 ? long : words;
	return words.length <= 5 && judged.every((word) => /^\p{Lu}/u.test(word));
}

/** The form of an answer; null if it is too long to be tested. */
export function answerForm(answer: string): AnswerForm | null {
	const text = answer.trim();
	const words = text.split(/\s+/);
	const sentences = text.split(/[.!?。！？]+(?=\s|$)/u).filter(Boolean).length;
	const tooLong =
		words.length > longest.words ||
		[...text].length > longest.characters ||
		sentences > longest.sentences ||
		/\n\s*\S/.test(text);
	if (tooLong) return null;
	if (year.test(text) || numericDate.test(text)) return "date";
	if (month.test(text) && /\d/.test(text) && words.length <= 4) return "date";
	if (number.test(text)) return "number";
	if (words.length > 8 || (sentenceEnd.test(text) && words.length > 1))
		return "sentence";
	if (unspaced.test(text)) return text.length > 12 ? "sentence" : "word";
	if (isName(words)) return "name";
	return words.length === 1 ? "word" : "phrase";
}
