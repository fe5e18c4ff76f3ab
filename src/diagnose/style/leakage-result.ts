import type { Contrast } from "../contrast.ts";

/** A phrase of the training answers that appears in answers to unrelated prompts. */
export interface LeakedPhrase {
	readonly text: string;
	/** Training rows that hold it. */
	readonly rows: number;
	/** Answers to unrelated prompts that hold it. */
	readonly base: number;
	readonly tuned: number;
}

/** Trained phrases in answers to prompts that have nothing to do with the training rows. */
export interface Leakage {
	readonly prompts: number;
	/** Shares of answers that hold a trained phrase. */
	readonly answers: Contrast;
	readonly phrases: readonly LeakedPhrase[];
	/** The rule, in a sentence. */
	readonly rule: string;
}
