import type { Example } from "../../data/example.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";

/** A demonstration seen as a question and its first answer. */
export interface Demonstration {
	/** `file:line` */
	readonly id: string;
	readonly prompt: Int32Array;
	/** Tokens of the first answer, the one that ends the turn included; none where the row is a prompt alone. */
	readonly answer: Int32Array;
}

/** Later turns of a conversation are left out: a sample answers the first question alone. */
export function demonstrationOf({
	id,
	ids,
	mask,
	promptAlone,
}: Example): Demonstration {
	const from = promptAlone ? ids.length : mask.indexOf(1);
	let to = from;
	while (mask[to] === 1) to++;
	return { id, prompt: ids.subarray(0, from), answer: ids.subarray(from, to) };
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

/** The answer as text; null where there is none. */
export function answerText(
	{ answer }: Demonstration,
	tokenizer: Tokenizer,
): string | null {
	return answer.length === 0 ? null : textOf(tokenizer, answer);
}

/** Tokens as text, special ones left out. */
export function textOf(tokenizer: Tokenizer, ids: ArrayLike<number>): string {
	return tokenizer.decode(ids, { skipSpecial: true }).trim();
}
