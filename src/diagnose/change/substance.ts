import { isRight } from "../../eval/compare/is-right.ts";
import type { ScoredItem } from "../../eval/task/question-units.ts";
import { normalText } from "../../rewards/functions/exact.ts";
import { containsWhole } from "../../rewards/functions/whole-words.ts";

/** Words that most right answers of a task begin and end with: the form that is asked for. */
export interface AnswerFrame {
	readonly before: readonly string[];
	readonly behind: readonly string[];
}

/** A share of answers from which a common beginning or end is a form and no chance. */
const commonFrom = 0.8;
/** Right answers below which no form can be told from chance. */
const leastAnswers = 5;

/** The form that the right answers of a task share; empty if they share none. */
export function frameOf(answers: readonly string[]): AnswerFrame {
	const texts = answers.map(wordsOf);
	if (new Set(answers).size < leastAnswers) return { before: [], behind: [] };
	const before = commonStart(texts);
	const behind = commonStart(
		texts.map((words) => words.slice(before.length).reverse()),
	);
	return { before, behind: behind.reverse() };
}

/** Words with which at least a share of the texts begin. No text is taken whole. */
function commonStart(texts: readonly (readonly string[])[]): string[] {
	const common: string[] = [];
	let alike = texts;
	for (;;) {
		const counts = new Map<string, number>();
		for (const words of alike) {
			if (words.length <= common.length + 1) continue;
			const word = words[common.length] as string;
			counts.set(word, (counts.get(word) ?? 0) + 1);
		}
		const [most] = [...counts].sort(([, a], [, b]) => b - a);
		if (most === undefined || most[1] < commonFrom * texts.length)
			return common;
		alike = alike.filter((words) => words[common.length] === most[0]);
		common.push(most[0]);
	}
}

/**
 * Whether an answer is right but for its form: it has the score, or it holds the right answer without the form as whole
 * words. Case, white space and punctuation at the ends do not count.
 */
export function isRightInSubstance(
	item: ScoredItem,
	frame: AnswerFrame,
): boolean {
	if (isRight(item)) return true;
	const { expected, answer, final = answer } = item;
	// A choice is what it is.
	if (item.options !== undefined || expected === null || final === null)
		return false;
	const wanted = withoutFrame(expected, frame);
	return wanted !== "" && containsWhole(wordsOf(final).join(" "), wanted);
}

function withoutFrame(text: string, { before, behind }: AnswerFrame): string {
	let words = wordsOf(text);
	if (before.every((word, i) => words[i] === word))
		words = words.slice(before.length);
	const rest = words.length - behind.length;
	if (behind.length > 0 && behind.every((word, i) => words[rest + i] === word))
		words = words.slice(0, rest);
	return words.join(" ").replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, "");
}

function wordsOf(text: string): string[] {
	return normalText(text, true).split(/\s+/).filter(Boolean);
}
