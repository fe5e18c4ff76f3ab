import type { Estimate } from "../../stats/estimate.ts";
import type { At } from "../explanation.ts";

/** A word whose removal changes the reward of its answer. */
export interface RewardWord {
	readonly text: string;
	/** By how much the reward falls without the word: positive if it raises the reward. */
	readonly effect: number;
}

export interface RewardedAnswer {
	/** `file:line`. */
	readonly row: string;
	readonly side: "chosen" | "rejected";
	readonly reward: number;
	/** Words that were removed, one at a time. */
	readonly words: number;
	/** Those that change the reward most. */
	readonly most: readonly RewardWord[];
}

/** What a reward model looks at in some of its rows. */
export interface RewardExplanation {
	readonly kind: "reward";
	readonly run: string;
	readonly at: At;
	/** Optimizer steps after which the model was asked. */
	readonly step: number;
	readonly answers: readonly RewardedAnswer[];
}

/** Pairs that share something, and how often the chosen answer gets the higher reward. */
export interface CardSlice {
	/** `length`, or a column of the rows. */
	readonly by: string;
	readonly value: string;
	readonly pairs: number;
	readonly accuracy: Estimate;
}

/** How rewards go with a feature of the text, over pairs whose answers differ in it. */
export interface CardFeature {
	readonly name: string;
	/** Pairs whose answers differ in it. */
	readonly pairs: number;
	/** Spearman's correlation of the differences between chosen and rejected, in reward and in the feature, over all pairs. */
	readonly correlation: Estimate | null;
	/** Share of the pairs that differ in which the answer with more of it gets the higher reward. */
	readonly rewarded: Estimate;
	/** Share of the same pairs in which the chosen answer has more of it. */
	readonly chosen: Estimate;
}

export interface CardInput {
	readonly path: string;
	readonly bytes: number;
	readonly sha256: string;
}

/** What is known of a reward model. */
export interface RewardCard {
	readonly version: 1;
	/** ISO time. */
	readonly created: string;
	/** Version of this package. */
	readonly temper: string;
	readonly run: string;
	readonly step: number;
	readonly model: string;
	/** Options of the objective, as the recipe has them. */
	readonly options: Readonly<Record<string, unknown>>;
	readonly seed: number;
	readonly learningRate: number;
	/** All that the run read, with hashes. */
	readonly inputs: readonly CardInput[];
	readonly trained: number;
	readonly heldOut: number;
	/** Which pairs the figures are of. */
	readonly measuredOn: "held-out" | "training";
	readonly pairs: number;
	/** Share of pairs whose chosen answer gets the higher reward. */
	readonly accuracy: Estimate;
	/** Mean of the rewards, and their standard deviation. */
	readonly reward: { readonly mean: number; readonly deviation: number };
	readonly slices: readonly CardSlice[];
	/** Slices that were left out because they have too few pairs or a column too many values. */
	readonly leftOut: readonly string[];
	readonly features: readonly CardFeature[];
}
