import type { ItemResult, TaskResult } from "../../../eval/eval-result.ts";
import { itemOf, taskResultOf } from "../../../eval/testing/results.ts";

/** A choice among options whose probabilities are given; `gold` is the place of the right one. */
export function choiceItem(
	question: string,
	probabilities: readonly number[],
	gold = 0,
	parts: Partial<ItemResult> = {},
): ItemResult {
	const chosen = probabilities.indexOf(Math.max(...probabilities));
	const score = Number(chosen === gold);
	return itemOf(question, score, {
		answer: `option ${chosen}`,
		expected: `option ${gold}`,
		chance: 1 / probabilities.length,
		tokens: null,
		details: { raw: score, normalised: score },
		options: {
			scores: probabilities.map((p) => ({
				...{ logProb: Math.log(p), tokens: 1, unconditional: null },
			})),
			gold,
			listed: [...probabilities.keys()],
		},
		...parts,
	});
}

/** Probabilities of four options: `p` for one of them, the rest in equal parts. */
export function four(place: number, p: number): number[] {
	return [0, 1, 2, 3].map((i) => (i === place ? p : (1 - p) / 3));
}

/** A choice task of so many questions, each with the option that is held and how firmly. The right option is the first. */
export function choiceTask(
	held: readonly (readonly [place: number, p: number])[],
	parts: Partial<TaskResult> = {},
): TaskResult {
	const items = held.map(([place, p], i) =>
		choiceItem(`rows.jsonl:${i + 1}`, four(place, p)),
	);
	return taskResultOf(items, { name: "facts", scorer: "choice", ...parts });
}

/** The same, so many times. */
export function times<T>(count: number, value: T): T[] {
	return Array.from({ length: count }, () => value);
}
