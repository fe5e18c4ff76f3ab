import { normalise } from "./normalise.ts";

/** Runs of one script: kanji, katakana, hiragana, or letters and digits of other scripts. */
const runs =
	/\p{Script=Han}+|[\p{Script=Katakana}ー]+|\p{Script=Hiragana}+|[^\s\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}]+/gu;

/**
 * The words of a text. Japanese has no spaces, so that a run of one script counts as a word: good enough for nouns, which
 * are mostly written in kanji or katakana.
 */
export function wordsOf(text: string): string[] {
	return normalise(text).match(runs) ?? [];
}

/** Number of words; of Japanese and Chinese, two characters count as one. */
export function wordCount(text: string): number {
	const wide =
		text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)
			?.length ?? 0;
	const spaced =
		text.match(/[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu)
			?.length ?? 0;
	return spaced + Math.round(wide / 2);
}
