/**
 * A policy: the forward pass of a model, the graphs of a training step, the scores of rows, and the generation of tokens.
 * @module
 */

// Parameters and the forward pass.
export {
	Parameters,
	type Precision,
	type Trainable,
	type Tuning,
} from "../nn/parameters.ts";
export { type Pass, packedPass } from "../nn/pass.ts";
export { type TokenScores, tokenKl, tokenLogProbs } from "../nn/head.ts";

// Graphs of a step, and what computes them.
export {
	compareGraph,
	type GraphOptions,
	scoreGraph,
	stepGraph,
} from "../policy/graphs.ts";
export {
	type ModelText,
	type ModelTextOptions,
	openModelText,
	textOf,
} from "../policy/model-text.ts";
export { Policy } from "../policy/policy.ts";
export type { RowScores } from "../policy/row-scores.ts";
export { Scorer } from "../policy/scorer.ts";
export {
	openRewardReader,
	type RewardReader,
	type RewardReaderOptions,
} from "../policy/reward-reader.ts";

// Generate: tokens out of a model, with and without its adapter.
export { type Generator, openGenerator } from "../generate/open-generator.ts";
export type { GenerationOptions } from "../generate/generation-options.ts";
export type { Sampling } from "../generate/sampling/sampling.ts";
export type { Decoder } from "../generate/decoder.ts";
export {
	type Generate,
	type GenerationEvent,
	generate,
	generatingWith,
} from "../generate/generate.ts";
export { collect, type Generation } from "../generate/collect.ts";

// Messages in, text out.
export {
	openSpeaker,
	type Speaker,
	type SpeakerSource,
	type SpeakOptions,
	speak,
	speakBy,
} from "../generate/speaker.ts";
