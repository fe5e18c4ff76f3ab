import { isRight } from "../../eval/compare/is-right.ts";
import type { ItemResult, TaskResult } from "../../eval/eval-result.ts";
import { normalText } from "../../rewards/functions/exact.ts";
import { substanceScores } from "../style/substance.ts";
import { rowOf } from "./option-distribution.ts";

/** Words that most right answers of a task begin and end with: the form that is asked for. */
export interface AnswerFrame {
	readonly before: readonly string[];
	readonly behind: readonly string[];
}

/** A share of answers from which a common beginning or end is a form and no chance. */
const commonFrom = 0.8;
/** Different right answers below which no form can be told from chance. */
const leastAnswers = 5;

/**
 * Whether the substance of each answer is right, by the id of its item. The form that the right answers of the task share is
 * taken off them first; then the rule of the style diagnosis for the scorer decides, or the score if there is none.
 */
export function substanceOf(
	task: Pick<TaskResult, "items" | "scorer">,
): ReadonlyMap<string, boolean> {
	const frame = frameOf(expectedIn(task.items));
	const items = task.items.map((item) => ({
		...item,
		expected: item.expected && withoutFrame(item.expected, frame),
	}));
	const scores = substanceScores({ ...task, items });
	return new Map(
		task.items.flatMap(({ id, score }) => {
			const found = scores.get(id) ?? score;
			return found === null ? [] : [[id, isRight({ score: found })] as const];
		}),
	);
}

/** Right answers of a task, that of each row once. */
function expectedIn(items: readonly ItemResult[]): string[] {
	const rows = new Map(
		items.map((item) => [rowOf(item), item.expected] as const),
	);
	return [...rows.values()].filter((text) => text !== null);
}

/** The form that right answers share; empty if they share none. */
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

/** The text without the form, if it has it. */
export function withoutFrame(
	text: string,
	{ before, behind }: AnswerFrame,
): string {
	const all = text.split(/\s+/).filter(Boolean);
	const plain = wordsOf(text);
	const begins = before.every((word, i) => plain[i] === word);
	const from = begins ? before.length : 0;
	const rest = plain.length - behind.length;
	const ends = behind.every((word, i) => plain[rest + i] === word);
	return from === 0 && (behind.length === 0 || !ends)
		? text
		: all.slice(from, ends ? rest : all.length).join(" ");
}

function wordsOf(text: string): string[] {
	return normalText(text, true).split(/\s+/).filter(Boolean);
}
