/**
 * Preference pairs from samples of a model, ranked by a judge; `npx temper-lm pairs make` as a library.
 * @module
 */

// Prompts, and pairs of a human to measure a judge on.
export {
	type PairPrompt,
	type ReadPrompts,
	readPrompts,
} from "../pairs/pair-prompt.ts";
export type { PairAnswer } from "../pairs/pair-answer.ts";
export {
	type Agreement,
	type LabelledPair,
	readLabelled,
} from "../pairs/labelled.ts";

// Judges. One of your own implements PairJudge.
export type {
	Contest,
	JudgeFacts,
	ContestJudgement,
	PairJudge,
} from "../pairs/judges/pair-judge.ts";
export { endpointJudge } from "../pairs/judges/endpoint-judge.ts";
export {
	type RewardJudgeOptions,
	rewardJudge,
} from "../pairs/judges/reward-judge.ts";
export {
	type TaskJudgeOptions,
	taskJudge,
} from "../pairs/judges/task-judge.ts";
export { demonstrationJudge } from "../pairs/judges/demonstration-judge.ts";

// From comparisons to pairs with a confidence.
export type { AnswerComparison } from "../pairs/rank/comparison.ts";
export {
	type ConfidenceBin,
	confidenceBins,
	confidenceOf,
	fitScale,
} from "../pairs/rank/confidence.ts";
export {
	type ChosenPair,
	choosePairs,
	type PairRule,
} from "../pairs/rank/choose-pairs.ts";
export { type PositionBias, positionBias } from "../pairs/rank/votes.ts";

// All of it, with a cache that makes it resumable.
export { AnswerCache } from "../pairs/answer-cache.ts";
export type { DrawOptions } from "../pairs/draw-answers.ts";
export {
	type MadePairs,
	type MakePairsOptions,
	makePairs,
	type PairsEvent,
} from "../pairs/make-pairs.ts";
export type { PairsReport } from "../pairs/pairs-report.ts";
