import { RandomStream } from "../core/random.ts";

/**
 * Whether a question is reserved and never trained on: a sixteenth of all possible questions. It depends only on the
 * question and the seed, so that every set reserves the same ones.
 */
export function isReserved(seed: number, question: string): boolean {
	return new RandomStream(seed, `lab/reserved/${question}`).integer(16) === 0;
}
