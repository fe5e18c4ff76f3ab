import type { AnswerToJudge } from "../reward.ts";

/** An answer to the third row of a file. */
export function answerOf(
	completion: string,
	parts: Partial<AnswerToJudge> = {},
): AnswerToJudge {
	return {
		id: "rows.jsonl:3",
		prompt: "What is 6 times 7?",
		answer: null,
		row: {},
		...parts,
		completion,
	};
}
