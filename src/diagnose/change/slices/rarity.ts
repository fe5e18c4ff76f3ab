import { normalText } from "../../../rewards/functions/exact.ts";

/** The rule by which questions are rare or frequent, as results state it. */
export const rarityRule =
	"A word of a question is a content word if it occurs in at most a fifth of the questions of the task. A question is as frequent as its rarest content word: the number of rows that hold it.";

const contentShare = 0.2;

/** Classes of frequency, from the rarest: each is four times as wide as the one before. */
const classes = [
	{ from: 0, name: "in no row" },
	{ from: 1, name: "in 1 to 3 rows" },
	{ from: 4, name: "in 4 to 15 rows" },
	{ from: 16, name: "in 16 to 63 rows" },
	{ from: 64, name: "in 64 rows or more" },
] as const;

/** How many of some texts hold each word. */
export type WordCounts = ReadonlyMap<string, number>;

/** Words of a text without repetition: letters, marks and digits between anything else, in lower case. */
export function wordsIn(text: string): Set<string> {
	const words = normalText(text, true).match(/[\p{L}\p{M}\p{N}]+/gu);
	return new Set(words ?? []);
}

/** The number of texts that hold each word. */
export function countWords(texts: Iterable<string>): WordCounts {
	const counts = new Map<string, number>();
	for (const text of texts)
		for (const word of wordsIn(text))
			counts.set(word, (counts.get(word) ?? 0) + 1);
	return counts;
}

/** The class of frequency of each question; a question without content words has none. `questions` by id. */
export function rarityOf(
	questions: ReadonlyMap<string, string>,
	rows: WordCounts,
): Map<string, string> {
	const own = countWords(questions.values());
	const most = contentShare * questions.size;
	return new Map(
		[...questions].flatMap(([id, text]) => {
			const content = [...wordsIn(text)].filter(
				(word) => (own.get(word) ?? 0) <= most,
			);
			if (content.length === 0) return [];
			const count = Math.min(...content.map((word) => rows.get(word) ?? 0));
			const found = classes.findLast(({ from }) => count >= from);
			return found === undefined ? [] : [[id, found.name] as const];
		}),
	);
}
