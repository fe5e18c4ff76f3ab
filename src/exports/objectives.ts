/**
 * Objectives: from log-probabilities of tokens to a loss, as a numerator and a denominator.
 * @module
 */

export { type ObjectiveKind, objectives } from "../objectives/all.ts";
export type {
	BatchShape,
	Loss,
	Needs,
	Objective,
	PolicyScores,
	ReferenceScores,
} from "../objectives/objective.ts";
export { groupAdvantages } from "../objectives/sampled/advantages.ts";
