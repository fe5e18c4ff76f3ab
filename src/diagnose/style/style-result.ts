import type { Estimate } from "../../stats/estimate.ts";
import type { Contrast } from "../contrast.ts";

/** A token that tuning moved: not the base's first choice in its place. */
export interface ShiftedToken {
	readonly text: string;
	readonly times: number;
	/** Mean rank under the base, from 1. */
	readonly rank: number;
	readonly style: boolean;
}

/** A place in an answer whose token is not the base's first choice. */
export interface ShiftedPlace {
	/** The question, `file:line`. */
	readonly id: string;
	/** Token of the answer, from 0. */
	readonly position: number;
	readonly text: string;
	/** The base's first choice. */
	readonly base: string;
	/** Rank under the base, from 1. */
	readonly rank: number;
	readonly style: boolean;
}

/** Style against substance, in greedy answers of the tuned model. */
export interface StyleDiagnosis {
	readonly answers: number;
	readonly tokens: number;
	/** Shares of tokens that are the base's first choice, its second or third, or none of these (arXiv 2312.01552). */
	readonly unshifted: Estimate;
	readonly marginal: Estimate;
	readonly shifted: Estimate;
	/** Share of tokens that are not the base's first choice and are style by the rule; null if every token is. */
	readonly styleShare: Estimate | null;
	/** The rule, in a sentence. */
	readonly rule: string;
	/** By mean position in the answer: share of tokens that are not the base's first choice, from first to last fifth. */
	readonly alongAnswer: readonly (Estimate | null)[];
	/** The commonest first. */
	readonly moved: readonly ShiftedToken[];
	readonly places: readonly ShiftedPlace[];
	/** Scores of tasks whose answers are generated: as written, and of the extracted answer alone. */
	readonly scores: readonly {
		readonly task: string;
		readonly asWritten: Contrast;
		readonly stripped: Contrast;
		/** The score as written rose, that of the substance did not. */
		readonly onlyForm: boolean;
	}[];
}
