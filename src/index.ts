/**
 * Temper as a library, in the order in which a training step is made. examples/sft-loop.ts uses it from top to bottom.
 * @module
 */

export type { DType, StoredDType, StoredTensor } from "./core/dtype.ts";
// Shared words: the error that everything throws, seeded random numbers, sizes of tensors.
export { type ErrorCode, type ErrorParts, TemperError } from "./core/error.ts";
export { RandomStream } from "./core/random.ts";
export type { Dim, Shape } from "./core/shape.ts";
export { checkRows } from "./data/check/check-rows.ts";
export { type Piece, showRow } from "./data/check/show-row.ts";
export { type Example, type Group, supervisedCount } from "./data/example.ts";
export { type PackedRows, type PackOptions, packRows } from "./data/pack.ts";
export { createPlan, type Plan, type PlanOptions } from "./data/plan-step.ts";
export { type ReadOptions, readGroups } from "./data/read-groups.ts";
export { compare } from "./eval/compare/compare.ts";
export type {
	Comparison,
	Consistency,
	ConsistencyComparison,
	Deviation,
	EvalReport,
	EvalResult,
	Flip,
	ItemResult,
	SubjectResult,
	TaskComparison,
	TaskResult,
} from "./eval/eval-result.ts";
export {
	type EvalEvent,
	type EvaluateOptions,
	evaluate,
} from "./eval/evaluate.ts";
export {
	type EvaluateTaskOptions,
	evaluateTask,
	type TaskEvent,
} from "./eval/evaluate-task.ts";
export { nobody, oracle, respondWith } from "./eval/function-responder.ts";
export { ModelResponder } from "./eval/model/model-responder.ts";
export type { ModelResponderOptions } from "./eval/model/model-responder-options.ts";
export {
	baseOf,
	type Subject,
	type SubjectNames,
	subjectOf,
} from "./eval/model/subject.ts";
export { promptfooExport } from "./eval/promptfoo.ts";
export type {
	Answer,
	Asking,
	Likelihood,
	Reply,
	Responder,
} from "./eval/responder.ts";
// Evaluation: a model in tasks, beside its base.
export { checkTask, type TaskCheck } from "./eval/task/check-task.ts";
export type { Choices, Question } from "./eval/task/question.ts";
export {
	type ParseTaskOptions,
	parseTask,
	readTask,
} from "./eval/task/read-task.ts";
export type {
	AnswerOptions,
	ChoiceSpec,
	CommandSpec,
	JudgeSpec,
	MatchSpec,
	NllSpec,
	ScorerSpec,
	Task,
	TaskAxis,
} from "./eval/task/task.ts";
// Load: a model folder, an adapter, a GGUF file.
export { type Checkpoint, openCheckpoint } from "./formats/checkpoint.ts";
export { type Change, exportMerged } from "./formats/export-merged.ts";
export { importGguf } from "./formats/gguf/import-gguf.ts";
export { ExactNumber } from "./formats/json/exact-number.ts";
export { type OpenedModel, openModel } from "./formats/open-model.ts";
export type { Adapter, LoraModule } from "./formats/peft/adapter.ts";
export { readAdapter } from "./formats/peft/read-adapter.ts";
export {
	readRewardModel,
	type SavedRewardModel,
	writeRewardModel,
} from "./formats/peft/reward-model.ts";
export { writeAdapter } from "./formats/peft/write-adapter.ts";
// Batch: rows of files to packed micro-batches, in an order that a seed decides.
export { plainRow } from "./formats/plain-row.ts";
export { readRows } from "./formats/rows/read-rows.ts";
export type { Row } from "./formats/rows/row.ts";
export { readTensor } from "./formats/safetensors/tensor-data.ts";
export { writeSafetensors } from "./formats/safetensors/write-safetensors.ts";
// Generate: tokens out of a model, with and without its adapter.
export { collect, type Generation } from "./generate/collect.ts";
export type { Decoder } from "./generate/decoder.ts";
export { type GenerationEvent, generate } from "./generate/generate.ts";
export type { GenerationOptions } from "./generate/generation-options.ts";
export { type Generator, openGenerator } from "./generate/open-generator.ts";
export type { Sampling } from "./generate/sampling/sampling.ts";
export {
	openSpeaker,
	type Speaker,
	type SpeakerSource,
	type SpeakOptions,
	speak,
} from "./generate/speaker.ts";
// Gradient: the same graph with its derivatives, and a session of ONNX Runtime that computes it.
export { gradients } from "./grad/gradients.ts";
// Forward: a graph of operations, the weights in it, a way through the model.
export type { Graph, Node, Value } from "./graph/graph.ts";
export { interpret } from "./graph/interpret/interpret.ts";
export { type Tensor, tensor } from "./graph/interpret/tensor.ts";
export { Ops } from "./graph/ops.ts";
export type {
	Buffer,
	Buffers,
	GraphSession,
	OpenSession,
} from "./graph/session.ts";
// The laboratory: a small invented world of which everything is known.
export { jsonLines, type LabSet, labSets } from "./lab/lab-sets.ts";
export { type LabTask, labTasks } from "./lab/lab-tasks.ts";
export type { FactRecord } from "./lab/record.ts";
export { isReserved } from "./lab/reserved.ts";
export type { TaughtRow } from "./lab/sets/fact-sets.ts";
export type { PairRow } from "./lab/sets/pair-sets.ts";
export type { OneStepRow, TalkRow } from "./lab/sets/retention-sets.ts";
export type { SumRow, SumTrainingRow } from "./lab/sets/sum-sets.ts";
export type { FactRow, TestRow } from "./lab/sets/test-row.ts";
export {
	type Exposure,
	exposureClasses,
	type Fact,
	makeWorld,
	shippedSeed,
	type World,
} from "./lab/world.ts";
export type { Architecture, LinearSpec } from "./models/architecture.ts";
export { type Model, matchModel, readArchitecture } from "./models/model.ts";
export { type TokenScores, tokenKl, tokenLogProbs } from "./nn/head.ts";
export {
	Parameters,
	type Precision,
	type Trainable,
	type Tuning,
} from "./nn/parameters.ts";
export { type Pass, packedPass } from "./nn/pass.ts";
export { type ObjectiveKind, objectives } from "./objectives/all.ts";
// Loss: from log-probabilities of tokens to a numerator and a denominator.
export type {
	BatchShape,
	Loss,
	Needs,
	Objective,
	PolicyScores,
	ReferenceScores,
} from "./objectives/objective.ts";
export { groupAdvantages } from "./objectives/sampled/advantages.ts";
// Update: in place, on typed arrays.
export {
	type AdamWState,
	type AdamWUpdate,
	adamW,
	newAdamWState,
} from "./optim/adamw.ts";
export { type GradientScale, gradientScale } from "./optim/gradient-scale.ts";
export { type Schedule, scheduleFactor } from "./optim/schedule.ts";
// The same, put together: graphs of a step, what runs them, what they train.
export {
	compareGraph,
	type GraphOptions,
	scoreGraph,
	stepGraph,
} from "./policy/graphs.ts";
export {
	type ModelText,
	type ModelTextOptions,
	openModelText,
	textOf,
} from "./policy/model-text.ts";
export { Policy } from "./policy/policy.ts";
export {
	openRewardReader,
	type RewardReader,
	type RewardReaderOptions,
} from "./policy/reward-reader.ts";
export { type RowScores, Scorer } from "./policy/scorer.ts";
// Pilots and the gate: which way to tune, and whether to ship what came of it.
export {
	type ParsePilotOptions,
	type PilotArm,
	type PilotRecipe,
	parsePilot,
	readPilot,
} from "./recipes/parse/parse-pilot.ts";
// Whole runs: a recipe, its folder, the loop, and what it says while it runs.
export {
	type ParseOptions,
	parseRecipe,
	parseStages,
	readRecipe,
	readStages,
} from "./recipes/parse/parse-recipe.ts";
export {
	type ResolvedRecipe,
	resolveRecipe,
} from "./recipes/resolve/resolve-recipe.ts";
export type { Recipe } from "./recipes/schemas/recipe-schema.ts";
export { rewardsSchema } from "./recipes/schemas/reward-schema.ts";
export {
	type OpenRewardsOptions,
	openRewards,
	type Rewards,
} from "./rewards/open-rewards.ts";
export type {
	AnswerToJudge,
	Judgement,
	Reward,
	RewardFunction,
} from "./rewards/reward.ts";
export type { RewardSpec } from "./rewards/reward-spec.ts";
// Rewards: from an answer to a number.
export { guardReward } from "./rewards/threads/guard-reward.ts";
export { readEvents } from "./runs/event-log.ts";
export type {
	EvaluationEvent,
	LeashEvent,
	Monitors,
	RunEvent,
	StepEvent,
} from "./runs/events.ts";
export { RunFolder } from "./runs/folder/run-folder.ts";
export { type RunSummary, summariseRun } from "./runs/run-summary.ts";
export { type Device, type DeviceOptions, devices } from "./runtime/device.ts";
export { checkDevice } from "./runtime/devices.ts";
export { type Backend, openSession } from "./runtime/open-session.ts";
export { type GateRule, usualRule } from "./studies/gate/decide.ts";
export type { Evidence } from "./studies/gate/evidence.ts";
export { type GateOptions, gate } from "./studies/gate/gate.ts";
export { type PilotOptions, pilot } from "./studies/pilot/pilot.ts";
export type { PilotEvent } from "./studies/pilot/pilot-event.ts";
export type { PilotResult } from "./studies/pilot/pilot-result.ts";
export type { Wants } from "./text/columns/wanted.ts";
export type { Message } from "./text/message.ts";
export { encodeAsked } from "./text/prompt.ts";
export { type RowEncoder, rowEncoder } from "./text/row-encoder.ts";
export { type ChatTemplate, openTemplate } from "./text/template/template.ts";
// Tokenize: text to ids, conversations to text, rows to ids and masks.
export { openTokenizer } from "./text/tokenizer/open-tokenizer.ts";
export { StreamDecoder } from "./text/tokenizer/stream-decoder.ts";
export type { Tokenizer } from "./text/tokenizer/tokenizer.ts";
export { type DryRunReport, dryRun } from "./train/dry-run/dry-run.ts";
// Save: an adapter as PEFT reads it, or a whole model as transformers reads it.
export { adapterOf } from "./train/prepare/tuning.ts";
export type {
	OpenRoundScorer,
	RoundScorer,
	TaskScore,
} from "./train/rounds/round-scorer.ts";
export { openRoundScorer } from "./train/run/open-round-scorer.ts";
export type { ResumeOptions } from "./train/run/resume-run.ts";
export type { RunRecipeOptions } from "./train/run/run-by.ts";
export type {
	BegunRun,
	RunOptions,
	RunOutcome,
} from "./train/run/run-options.ts";
export {
	resumeRun,
	runRecipe,
} from "./train/run/run-recipe.ts";
export {
	type Given,
	type MicroBatchResult,
	nothingGiven,
	Stepper,
} from "./train/stepper.ts";
export { type TrainOptions, train } from "./train/train.ts";
