/**
 * Engines: who computes for a training, and the contract that every engine keeps.
 * @module
 */

// The border between the training loop and what computes.
export type {
	DrawBack,
	Engine,
	EngineFacts,
	EngineSession,
	Foundation,
	Generator as EngineGenerator,
	Learner,
	LearnerName,
	LearnerOptions,
	LearnerState,
	OptimizerOptions,
	PlacedModel,
	ReadableTensor,
	ReferenceModel,
	ReferenceScorer,
	RewardScorer as EngineRewardScorer,
	RewardScorerOptions,
	SavedState,
	ScoredRows,
	Scorer as EngineScorer,
	ScorerOptions as EngineScorerOptions,
	SessionOptions,
	TensorShape,
	Weights,
} from "../engine/engine.ts";
export type {
	AnsweredPrompt,
	ComparedModel,
	LikelihoodReader,
	MeasuredModel,
	MeasuredOptions,
	MeasuringEngine,
	ModelParts,
	ReadableModel,
	TokenPlaces,
} from "../engine/measured.ts";
export type {
	Baseline,
	HeldRows,
	Hold,
	Reference,
	ReferenceBatch,
	StepPlan,
	StepResult,
} from "../engine/step.ts";

// Engines in this process.
export {
	type GraphEngine,
	graphEngine,
	interpreterEngine,
	onnxEngine,
} from "../engine/onnx/graph-engine.ts";
export type {
	ComputedModel,
	DecodersOptions,
	GradientsOptions,
	GraphDecoders,
	GraphParts,
	GraphScorerOptions,
} from "../engine/onnx/graph-parts.ts";
export type { Gradients } from "../engine/onnx/stepper.ts";

// The contract, for any test runner.
export {
	type CheckOptions,
	type EngineCheck,
	engineChecks,
	graphEngineChecks,
} from "../engine/contract/engine-checks.ts";
