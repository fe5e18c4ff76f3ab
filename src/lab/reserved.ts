import { RandomStream } from "../core/random.ts";

/**
 * Which questions are never trained on: a sixteenth of all that could be asked, known by the question and the seed alone,
 * so that every set takes the same ones without asking the others.
 */
export function isReserved(seed: number, question: string): boolean {
	return new RandomStream(seed, `lab/reserved/${question}`).integer(16) === 0;
}
