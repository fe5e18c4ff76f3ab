import { answerForms, formOfAnswer } from "../answers/form-of-answer.ts";
import { wordCount, wordsOf } from "../words/terms.ts";

/** Features of a text by name. */
export type Features = ReadonlyMap<string, number>;

/** Characters of an answer that are looked at. */
const reach = 8000;

/**
 * Features of an answer: the words in it, pairs of characters in Japanese and Chinese, the logarithm of its length in words and
 * in lines, its form, and the share of its words that the prompt has too.
 */
export function featuresOf(answer: string, prompt: string): Features {
	const text = answer.slice(0, reach);
	const words = wordsOf(text);
	const features = new Map<string, number>();
	for (const word of words) {
		if (word.length <= 24) features.set(`word ${word}`, 1);
		if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word))
			for (let i = 0; i + 2 <= word.length; i++)
				features.set(`characters ${word.slice(i, i + 2)}`, 1);
	}
	const asked = new Set(wordsOf(prompt.slice(0, reach)));
	const shared = words.filter((word) => asked.has(word)).length;
	features.set("length words", Math.log1p(wordCount(answer)));
	features.set("length lines", Math.log1p(answer.split("\n").length));
	features.set("shared", words.length === 0 ? 0 : shared / words.length);
	const form = formOfAnswer(answer, false);
	for (const one of answerForms)
		if (one === form) features.set(`form ${one}`, 1);
	return features;
}

/** The first features less the second ones; those that are equal are left out. */
export function differenceOf(one: Features, other: Features): Features {
	const difference = new Map<string, number>();
	for (const name of new Set([...one.keys(), ...other.keys()])) {
		const value = (one.get(name) ?? 0) - (other.get(name) ?? 0);
		if (value !== 0) difference.set(name, value);
	}
	return difference;
}

/** Features as columns: the `most` frequent ones, each divided by its root mean square. */
export function columnsOf(
	rows: readonly Features[],
	most: number,
): { readonly names: readonly string[]; readonly columns: Float64Array[] } {
	const counts = new Map<string, { rows: number; squares: number }>();
	for (const features of rows)
		for (const [name, value] of features) {
			const { rows, squares } = counts.get(name) ?? { rows: 0, squares: 0 };
			counts.set(name, { rows: rows + 1, squares: squares + value * value });
		}
	const names = [...counts]
		.filter(([, { rows }]) => rows >= 3)
		.sort(([a, x], [b, y]) => y.rows - x.rows || (a < b ? -1 : 1))
		.slice(0, most)
		.map(([name]) => name);
	const scale = names.map((name) => {
		const { squares } = counts.get(name) as { squares: number };
		return Math.sqrt(squares / rows.length);
	});
	const columns = rows.map((features) =>
		Float64Array.from(
			names,
			(name, j) => (features.get(name) ?? 0) / (scale[j] as number),
		),
	);
	return { names, columns };
}
