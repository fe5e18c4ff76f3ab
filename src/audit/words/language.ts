export type Language = "english" | "japanese" | "other";

const letters = /\p{L}/gu;
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const latin = /\p{Script=Latin}/gu;

/** Words so frequent that hardly a sentence of English does without them; not words of other Latin scripts. */
const functionWords =
	/\b(?:the|and|of|to|is|was|are|were|you|it|that|this|for|with|have|has|had|he|she|they|we|how|what|which|i|my|your|his|her|not|can|will|be|by|from|at|as|or|if|do|does)\b/giu;

function count(text: string, pattern: RegExp): number {
	return text.match(pattern)?.length ?? 0;
}

/**
 * The language that most letters of a text belong to. Japanese is told by its kana: text in Chinese characters alone is
 * `other`. A text in Latin letters is English if it is short or if at least one word in twelve is a frequent English word.
 */
export function languageOf(text: string): Language {
	const start = text.slice(0, 4000);
	const all = count(start, letters);
	if (all === 0) return "other";
	if (count(start, kana) / all >= 0.1) return "japanese";
	if (count(start, latin) / all < 0.6) return "other";
	const words = count(start, /[\p{L}\p{M}']+/gu);
	return words < 8 || count(start, functionWords) * 12 >= words
		? "english"
		: "other";
}
