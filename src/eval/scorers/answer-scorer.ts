import type { AnswerToJudge } from "../../rewards/reward.ts";

/** An answer with its context. */
export interface AnswerToScore extends AnswerToJudge {
	/** All that was asked, where `prompt` is the last message of the user alone. */
	readonly conversation: string;
	/** The base's answer to the same item; null if it has none, or if the base itself is measured. */
	readonly baseAnswer: string | null;
}

/** From an answer to a finite number; higher is better. */
export interface AnswerScorer {
	/** What an empty answer gets; null if that depends on the row in ways that only the scorer knows. */
	readonly chance: number | null;
	/** Whether thoughts are part of what it judges. */
	readonly judgesThoughts: boolean;
	/** Answers that may be scored at once. */
	readonly parallel: number;
	/** Rejects if there is no score; the error says why. */
	score(answer: AnswerToScore): Promise<number>;
	dispose(): Promise<void>;
}
