import type { ProbeMethod } from "../probe-result.ts";

/** How results become knowledge. */
export interface JudgeSettings {
	/** The method that decides; null: the one with the best held-out log-likelihood of the right options. */
	readonly method: ProbeMethod | null;
	/**
	 * Levels of the calibrated probability of the right option, corrected for guessing: (p - 1/K) / (1 - 1/K) for K options.
	 * An item is known at or above the first, and unknown at or below the second.
	 */
	readonly knownFrom: number;
	readonly unknownTo: number;
	/** Temperatures are fitted on the other folds of questions. */
	readonly folds: number;
	/** Of the folds and of bootstrap samples. */
	readonly seed: number;
}

export const defaultJudgeSettings: JudgeSettings = {
	method: null,
	knownFrom: 0.5,
	unknownTo: 0.1,
	folds: 5,
	seed: 0,
};
