import type { Group } from "../../data/example.ts";

/** Tokens of questions that are read between two signs of life. */
const atOnce = 2048;

/** Lengths of rows for which a reader is opened are multiples of this, so that most tasks share one. */
const lengthStep = 256;

/** The length for which a reader of such rows is opened. */
export function roomFor(length: number): number {
	return Math.ceil(length / lengthStep) * lengthStep;
}

/** Tokens of the longest row. */
export const longestOf = (group: Group) =>
	group.reduce((most, { ids }) => Math.max(most, ids.length), 0);

/** Questions of like length together, which costs less padding, and so many at a time as a reader takes at once. */
export function* portions<T>(
	questions: readonly T[],
	groupOf: (question: T) => Group,
): Generator<readonly T[]> {
	let portion: T[] = [];
	let tokens = 0;
	for (const question of questions.toSorted(
		(a, b) => longestOf(groupOf(b)) - longestOf(groupOf(a)),
	)) {
		const own = groupOf(question).reduce((sum, { ids }) => sum + ids.length, 0);
		if (portion.length > 0 && tokens + own > atOnce) {
			yield portion;
			portion = [];
			tokens = 0;
		}
		portion.push(question);
		tokens += own;
	}
	if (portion.length > 0) yield portion;
}
