/** A piece of a text: a word, a number, a mark or white space. `end` is exclusive. */
export interface Word {
	readonly text: string;
	readonly start: number;
	readonly end: number;
	/** Whether it has letters or digits. */
	readonly spoken: boolean;
}

/** Unicode's rules for words (UAX 29), with a dictionary for scripts that put no space between words. */
const segmenter = new Intl.Segmenter("en", { granularity: "word" });

/** All pieces of a text, white space and marks included. */
export function wordsIn(text: string): Word[] {
	return [...segmenter.segment(text)].map(({ segment, index, isWordLike }) => ({
		text: segment,
		start: index,
		end: index + segment.length,
		spoken: isWordLike ?? false,
	}));
}

/** Words and numbers alone, in lower case and Unicode's compatible form. */
export function spokenWords(text: string): string[] {
	return wordsIn(text.normalize("NFKC").toLowerCase())
		.filter(({ spoken }) => spoken)
		.map((word) => word.text.replaceAll("\u2019", "'"));
}
