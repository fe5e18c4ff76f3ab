import type { PairAnswer } from "../pair-answer.ts";
import type { PairPrompt } from "../pair-prompt.ts";
import type { AnswerComparison } from "../rank/comparison.ts";

/** Answers to one prompt, and which of them are to be compared, by their indices. */
export interface Contest {
	readonly prompt: PairPrompt;
	readonly answers: readonly PairAnswer[];
	readonly pairs: readonly (readonly [a: number, b: number])[];
}

export interface ContestJudgement {
	/** Of each answer, in the unit of the judge; null if it gives none. */
	readonly scores: readonly (number | null)[];
	readonly comparisons: readonly AnswerComparison[];
	/** Why pairs of the contest could not be compared, one sentence for each. */
	readonly failures: readonly string[];
}

/** What a judge is, for the provenance of pairs. Plain JSON. */
export type JudgeFacts =
	| {
			readonly kind: "endpoint";
			readonly url: string;
			readonly model: string;
			readonly criteria: string;
			readonly temperature: number | null;
	  }
	| { readonly kind: "reward"; readonly name: string; readonly sha256: string }
	| {
			readonly kind: "task";
			readonly name: string;
			readonly version: string;
			readonly scorer: string;
			/** Of the task file. */
			readonly sha256: string;
			/** How often each answer is scored. */
			readonly repeats: number;
	  }
	| { readonly kind: "demonstration" };

/** Says which of two answers to a prompt is better. */
export interface PairJudge {
	readonly facts: JudgeFacts;
	/** What is compared: samples with each other, or the demonstration of the row with each sample. */
	readonly compares: "samples" | "demonstration";
	/** Whether each comparison costs something, as a request does. */
	readonly perComparison: boolean;
	/** Contests that may be judged at the same time. */
	readonly parallel: number;
	/** The score from which an answer is right; null if scores only rank answers. */
	readonly rightFrom: number | null;
	/** Called once before the first contest, with the tokens of the longest answer including its prompt. */
	begin(longest: number): Promise<void>;
	/** A comparison that fails is left out with its reason. Throws for faults that concern every contest. */
	judge(contest: Contest): Promise<ContestJudgement>;
	/** What evidence is multiplied by to become log-odds, as far as the comparisons themselves tell. */
	scaleOf(comparisons: readonly AnswerComparison[]): number;
	dispose(): Promise<void>;
}
