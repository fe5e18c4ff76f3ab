import type { ItemResult } from "../eval-result.ts";
import type { Question } from "../task/question.ts";

/** What scoring adds to a question. */
export type Outcome = Pick<
	ItemResult,
	| "answer"
	| "final"
	| "cut"
	| "tokens"
	| "score"
	| "chance"
	| "weight"
	| "details"
	| "options"
>;

function common(question: Question, seed: number | null) {
	const { wording, prompt, expected } = question;
	const id = seed === null ? wording : `${wording}@${seed}`;
	return { id, wording, seed, question: question.question, prompt, expected };
}

export function scoredItem(
	question: Question,
	seed: number | null,
	outcome: Outcome,
	reason: string | null = null,
): ItemResult {
	return { ...common(question, seed), ...outcome, reason };
}

/** An item without a score. */
export function failedItem(
	question: Question,
	seed: number | null,
	reason: string,
	known: Partial<Outcome> = {},
): ItemResult {
	return {
		...common(question, seed),
		...{ answer: null, tokens: null, chance: null, weight: 1, details: {} },
		...known,
		...{ score: null, reason },
	};
}
