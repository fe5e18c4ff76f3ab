import { stopWords } from "../words/stop-words.ts";
import { wordsOf } from "../words/terms.ts";

/** Topics at most; the prompts of none are in `otherTopic`. */
const mostTopics = 30;
/** A topic has at least this share of the prompts, and at least so many of them. */
const leastShare = 0.01;
const leastPrompts = 5;
/** A word in more than this share of the prompts tells no topic. */
const mostShare = 0.5;

export const otherTopic = "(no topic)";

export const topicRule = `prompts that share a keyword: the word that covers the most TF-IDF weight of the prompts without a topic forms the next group, until it would have fewer than ${leastShare * 100}% of the prompts or ${mostTopics} groups exist`;

/** English and other spaced words of three letters or more; Japanese runs of kanji or katakana of two or more. */
function keywordsOf(text: string): Set<string> {
	const words = wordsOf(text.slice(0, 2000)).flatMap((word) => {
		if (/^\p{Script=Hiragana}/u.test(word) || /\d/.test(word)) return [];
		if (/^[\p{Script=Han}\p{Script=Katakana}ー]{2,}$/u.test(word))
			return [word];
		if (!/^\p{L}{3,}$/u.test(word) || stopWords.has(word)) return [];
		return [singular(word)];
	});
	return new Set(words);
}

/** The same word for one and for many, roughly: cats and cat, stories and story. */
function singular(word: string): string {
	if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, "y");
	if (/(?:ss|us|is)$/.test(word) || word.length < 4) return word;
	return word.replace(/s$/, "");
}

/** The topic of each prompt, by shared keywords: see `topicRule`. Deterministic. */
export function topicsOf(prompts: readonly string[]): string[] {
	const words = prompts.map(keywordsOf);
	const frequency = new Map<string, number>();
	for (const set of words)
		for (const word of set) frequency.set(word, (frequency.get(word) ?? 0) + 1);
	const least = Math.max(leastPrompts, leastShare * prompts.length);
	const weight = new Map(
		[...frequency]
			.filter(([, df]) => df >= least && df <= mostShare * prompts.length)
			.map(([word, df]) => [word, Math.log(prompts.length / df)]),
	);
	const topics = new Array<string>(prompts.length).fill(otherTopic);
	const open = new Set(prompts.keys());
	for (let n = 0; n < mostTopics && open.size > 0; n++) {
		const cover = coverOf(open, words, weight);
		const best = [...cover].reduce<[string, number, number] | null>(
			(top, [word, { prompts, sum }]) =>
				prompts >= least && (top === null || sum > top[2])
					? [word, prompts, sum]
					: top,
			null,
		);
		if (best === null) break;
		for (const i of [...open])
			if (words[i]?.has(best[0])) {
				topics[i] = best[0];
				open.delete(i);
			}
	}
	return topics;
}

function coverOf(
	open: ReadonlySet<number>,
	words: readonly ReadonlySet<string>[],
	weight: ReadonlyMap<string, number>,
): Map<string, { prompts: number; sum: number }> {
	const cover = new Map<string, { prompts: number; sum: number }>();
	for (const i of open)
		for (const word of words[i] ?? []) {
			const idf = weight.get(word);
			if (idf === undefined) continue;
			const { prompts, sum } = cover.get(word) ?? { prompts: 0, sum: 0 };
			cover.set(word, { prompts: prompts + 1, sum: sum + idf });
		}
	return cover;
}
