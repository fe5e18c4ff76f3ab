import { wordsIn } from "../../text/words.ts";

/** Words of a phrase. */
export const shortest = 3;
export const longest = 8;

/** A phrase of the training answers, by its words in lower case. */
export interface TrainedPhrase {
	readonly key: string;
	/** As the first training answer that has it writes it. */
	readonly text: string;
	/** Training answers that hold it. */
	readonly rows: number;
}

interface Spoken {
	readonly word: string;
	readonly start: number;
	readonly end: number;
}

function spokenIn(text: string): Spoken[] {
	return wordsIn(text)
		.filter(({ spoken }) => spoken)
		.map(({ text: word, start, end }) => ({
			word: word.normalize("NFKC").toLowerCase(),
			...{ start, end },
		}));
}

/** The phrases of a text, each once, with a place where it is written. */
export function phrasesIn(text: string): Map<string, [number, number]> {
	const words = spokenIn(text);
	const found = new Map<string, [number, number]>();
	for (let from = 0; from < words.length; from++) {
		const first = words[from] as Spoken;
		let key = first.word;
		for (let i = 1; i < longest && from + i < words.length; i++) {
			const { word, end } = words[from + i] as Spoken;
			key = `${key} ${word}`;
			if (i + 1 >= shortest && !found.has(key))
				found.set(key, [first.start, end]);
		}
	}
	return found;
}

/**
 * Phrases that at least so many of the training answers hold. They are found word by word: a phrase can only be common if
 * its beginning is, which keeps the count small for large data.
 */
export function trainedPhrases(
	answers: readonly string[],
	least: number,
): TrainedPhrase[] {
	const spoken = answers.map(spokenIn);
	let common: ReadonlyMap<string, TrainedPhrase> | null = null;
	const all: TrainedPhrase[] = [];
	for (let length = shortest; length <= longest; length++) {
		common = commonOf(answers, spoken, length, common, least);
		all.push(...common.values());
		if (common.size === 0) break;
	}
	return all;
}

function commonOf(
	answers: readonly string[],
	spoken: readonly (readonly Spoken[])[],
	length: number,
	shorter: ReadonlyMap<string, TrainedPhrase> | null,
	least: number,
): ReadonlyMap<string, TrainedPhrase> {
	const counts = new Map<
		string,
		{ text: string; rows: number; last: number }
	>();
	spoken.forEach((words, row) => {
		for (let from = 0; from + length <= words.length; from++) {
			const part = words.slice(from, from + length).map(({ word }) => word);
			if (shorter !== null && !shorter.has(part.slice(0, -1).join(" ")))
				continue;
			const key = part.join(" ");
			const known = counts.get(key);
			if (known === undefined) {
				const [first, last] = [words[from], words[from + length - 1]];
				const text = (answers[row] as string).slice(first?.start, last?.end);
				counts.set(key, { text, rows: 1, last: row });
			} else if (known.last !== row) {
				known.rows++;
				known.last = row;
			}
		}
	});
	const common = [...counts].filter(([, { rows }]) => rows >= least);
	return new Map(
		common.map(([key, { text, rows }]) => [key, { key, text, rows }]),
	);
}
