/**
 * Training: the update of a step, the loop, and whole runs from a recipe to a run folder.
 * @module
 */

// Update: in place, on typed arrays.
export { type GradientScale, gradientScale } from "../optim/gradient-scale.ts";
export { type Schedule, scheduleFactor } from "../optim/schedule.ts";
export {
	type AdamWState,
	type AdamWUpdate,
	adamW,
	newAdamWState,
} from "../optim/adamw.ts";

// A step's micro-batches, and the loop.
export {
	type Given,
	type Known,
	type MicroBatchResult,
	nothingGiven,
} from "../engine/step.ts";
export { Stepper } from "../engine/onnx/stepper.ts";
export { type TrainOptions, train } from "../train/train.ts";

// Recipes.
export {
	type ParseOptions,
	parseRecipe,
	parseStages,
	readRecipe,
	readStages,
} from "../recipes/parse/parse-recipe.ts";
export type { Recipe } from "../recipes/schemas/recipe-schema.ts";
export {
	type ResolvedRecipe,
	resolveRecipe,
} from "../recipes/resolve/resolve-recipe.ts";

// Whole runs, and what they say while they run.
export {
	type DryRunOptions,
	type DryRunReport,
	dryRun,
} from "../train/dry-run/dry-run.ts";
export { resumeRun, runRecipe } from "../train/run/run-recipe.ts";
export type { RunRecipeOptions } from "../train/run/run-by.ts";
export type { ResumeOptions } from "../train/run/resume-run.ts";
export type {
	BegunRun,
	RunOptions,
	RunOutcome,
} from "../train/run/run-options.ts";
export type {
	ColdStartEvent,
	EvaluationEvent,
	LeashEvent,
	Monitors,
	RunEvent,
	StepEvent,
} from "../runs/events.ts";

// Scores of tasks while a run trains.
export type {
	OpenRoundScorer,
	RoundScorer,
	TaskScore,
} from "../train/rounds/round-scorer.ts";
export { openRoundScorer } from "../train/run/open-round-scorer.ts";

// Run folders.
export { RunFolder } from "../runs/folder/run-folder.ts";
export { readEvents } from "../runs/event-log.ts";
export { type RunSummary, summariseRun } from "../runs/run-summary.ts";

// What computes: the engine of a recipe, for training and for measuring.
export { type EngineSettings, engineOf } from "../train/prepare/engine-of.ts";
