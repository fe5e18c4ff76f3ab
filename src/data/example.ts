import type { EncodedAnswer, EncodedRow } from "../text/encoded-row.ts";

/** One encoded answer of a data file, with its prompt. */
export interface Example extends EncodedAnswer {
	/** `file:line`. */
	readonly id: string;
}

/**
 * Answers that enter a micro-batch together: a single demonstration, the chosen and the rejected answer of a pair in
 * this order, or the samples of one prompt.
 */
export type Group = readonly Example[];

/** Each row as a group of its own. */
export function alone(rows: readonly Example[]): Group[] {
	return rows.map((row) => [row]);
}

/** A prompt and an answer as a row to learn from. */
export function exampleOf(
	id: string,
	prompt: Int32Array,
	answer: ArrayLike<number>,
	liked: boolean,
): Example {
	const ids = new Int32Array(prompt.length + answer.length);
	ids.set(prompt);
	ids.set(Array.from(answer), prompt.length);
	const mask = new Uint8Array(ids.length).fill(1, prompt.length);
	return { id, ids, mask, liked };
}

/** Number of supervised tokens. Position 0 has nothing before it from which it could be predicted, so it never counts. */
export function supervisedCount({ mask }: EncodedRow): number {
	let count = 0;
	for (let t = 1; t < mask.length; t++) count += mask[t] === 0 ? 0 : 1;
	return count;
}

/** Assistant turns of answers that are left unlearnt because the template rewrites them. */
export function rewrittenTurns(answers: readonly EncodedRow[]): number {
	return answers.reduce((sum, { rewritten = 0 }) => sum + rewritten, 0);
}
