/**
 * Engines: who computes for a training, and the contract that every engine keeps.
 * @module
 */

// The door.
export type {
	ComputedModel,
	Engine,
	Generator as EngineGenerator,
	GeneratorOptions as EngineGeneratorOptions,
	Gradients,
	GradientsOptions,
	Learner,
	LearnerOptions,
	OptimizerOptions,
	RewardScorer as EngineRewardScorer,
	Scorer as EngineScorer,
	ScorerOptions as EngineScorerOptions,
	Trained,
} from "../engine/engine.ts";
export type { Hold, StepPlan, StepResult } from "../engine/step.ts";

// Engines.
export {
	graphEngine,
	interpreterEngine,
	onnxEngine,
} from "../engine/graph-engine.ts";

// The contract, for any test runner.
export {
	type EngineCheck,
	engineChecks,
} from "../engine/contract/engine-checks.ts";
