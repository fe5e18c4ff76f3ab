import type { NamedTensor } from "../core/named-tensor.ts";
import type { Example, Group } from "../data/example.ts";
import type { OpenedShape } from "../formats/open-model.ts";
import type { GenerationEvent } from "../generate/generate.ts";
import type { GenerationOptions } from "../generate/generation-options.ts";
import type { ShapedModel } from "../models/model.ts";
import type { RoundedPrecision, Tuning } from "../nn/parameters.ts";
import type { Objective } from "../objectives/objective.ts";
import type { GraphOptions } from "../policy/graphs.ts";
import type { OpenedAdapter } from "../policy/open-adapter.ts";
import type { RowScores } from "../policy/row-scores.ts";
import type { MeasuringEngine } from "./measured.ts";
import type { Baseline, ReferenceBatch, StepPlan, StepResult } from "./step.ts";

/**
 * What computes for a training or a measurement: it takes optimizer steps, scores rows and generates answers. The loop, its sources, its
 * monitors and its leash depend only on this interface, so that an engine may keep the weights in other processes.
 * `engineChecks` are the promises that every engine keeps.
 *
 * All methods throw `device` if the device or the weights cannot be used.
 */
export interface Engine extends MeasuringEngine {
	/** Throws `device` if what it computes with is not installed. Asked before a run makes its folder. */
	requireInstalled(): Promise<void>;
	/** Reads a model folder as far as training needs it. Throws `weights` for a model that this engine cannot train. */
	openModel(folder: string): Promise<OpenedShape>;
	/**
	 * What measures how much a precision changes a model: KL(float32 || precision) in nats for each supervised token of rows. Null
	 * for a family that cannot be rotated; absent from an engine whose int8 is no choice between precisions of graphs.
	 */
	measureRounding?(
		model: ShapedModel,
		precision: RoundedPrecision,
	): ((rows: readonly Example[]) => Promise<readonly Float32Array[]>) | null;
	/** Opens what computes for one training. */
	open(options: SessionOptions): Promise<EngineSession>;
}

/** A model and the folder that it is in. */
export interface PlacedModel {
	readonly folder: string;
	readonly model: ShapedModel;
}

/** A frozen model with which the policy is compared instead of its own start. */
export interface ReferenceModel extends PlacedModel {
	readonly adapter: (OpenedAdapter & { readonly folder: string }) | null;
}

export interface SessionOptions {
	readonly model: PlacedModel;
	/** What deviation is measured from: the model itself, or another one of the same shapes. */
	readonly base: PlacedModel;
	/** Null if the policy is compared with its own start. */
	readonly reference: ReferenceModel | null;
	/** What is trained of the model, how it is computed, and how long its rows are. */
	readonly graph: Omit<GraphOptions, "anchor">;
	/** Tokens of one micro-batch. */
	readonly tokens: number;
	/** Ids that end a turn. */
	readonly endIds: ReadonlySet<number>;
	/** How products with frozen weights are computed while answers are generated. */
	readonly sampling: "float32" | "int8";
}

/** Weights that an engine computes with. Only the engine that made them reads them. */
export interface Weights {
	readonly kind: "weights";
}

/** What computes for one training. Its parts share one copy of the model if the engine can. */
export interface EngineSession {
	readonly facts: EngineFacts;
	/** Opens what is trained under a name: `policy`, or `reward` for a reward model that is learned beside it. */
	learner(name: LearnerName, options: LearnerOptions): Promise<Learner>;
	/** The weights of the learner `policy` before its first step. */
	start(): Promise<Weights>;
	/** Scores rows under any weights of this session. */
	scorer(options: ScorerOptions): Promise<Scorer>;
	/** Scores rows under `SessionOptions.reference`. Throws `internal` without one. */
	referenceScorer(): Promise<ReferenceScorer>;
	/** Rewards of answers under a reward model. */
	rewardScorer(options: RewardScorerOptions): Promise<RewardScorer>;
	/** Answers prompts under any weights of this session. */
	generator(): Promise<Generator>;
	dispose(): Promise<void>;
}

/** What the loop must know of the machinery that computes. Numbers may change from step to step. */
export interface EngineFacts {
	/** For people: `cpu`, `8 x H100`. */
	readonly device: string;
	/** Processes that compute. */
	readonly processes: number;
	/**
	 * Largest |log pi - log pi_ref| per token of an answer, in nats, for policy and reference of the same weights. Larger
	 * gaps mean that the two were not computed from the same weights.
	 */
	readonly largestStartGap: number;
	/** Most memory that one of the engine's own processes has used, in bytes; null if it computes in this process. */
	readonly memoryBytes: number | null;
	/** Versions of what computes in the engine's own processes; null if it computes in this process. */
	readonly versions: Readonly<Record<string, string>> | null;
}

export type LearnerName = "policy" | "reward";

/** Which frozen model adapters lie on: the one that is trained, or its base. */
export type Foundation = "model" | "base";

/** The settings of AdamW, apart from the learning rate, which each step supplies. */
export interface OptimizerOptions {
	readonly betas: readonly [number, number];
	readonly epsilon: number;
	readonly weightDecay: number;
	/** Largest norm of a gradient; null clips nothing. */
	readonly clip: number | null;
}

export interface LearnerOptions {
	readonly on: Foundation;
	readonly tuning: Tuning;
	readonly objective: Objective;
	readonly optimizer: OptimizerOptions;
	/** Whether steps may hold rows to the base. */
	readonly holds: boolean;
	/**
	 * The values before the first step of the tensors that are trained, in their order. An engine that tunes in full may read
	 * the checkpoint itself instead.
	 */
	readonly start: (
		trainables: readonly TensorShape[],
	) => Promise<readonly NamedTensor[]>;
}

export type TensorShape = Pick<NamedTensor, "name" | "shape">;

/** A tensor that is read when it is needed, so that the whole model need not be in memory. */
export interface ReadableTensor extends TensorShape {
	read(): Promise<Float32Array>;
}

/** What a checkpoint holds of a learner. */
export interface LearnerState {
	/** What is trained; empty if the engine writes files instead. */
	readonly trainable: readonly NamedTensor[];
	/** Moments of the optimizer, `NAME.m` and `NAME.v`; empty if the engine writes files instead. */
	readonly optimizer: readonly NamedTensor[];
	/** Writes files of the engine's own into the folder of the checkpoint; null if there are none. */
	readonly write: ((folder: string) => Promise<void>) | null;
}

/** A checkpoint as a learner reads it. */
export interface SavedState
	extends Pick<LearnerState, "trainable" | "optimizer"> {
	/** Folder of the checkpoint, with the files that the engine wrote. */
	readonly folder: string;
}

/** What is trained, and its optimizer. */
export interface Learner {
	/** As they are after the last step. */
	readonly weights: Weights;
	/** How many numbers are trained. */
	readonly parameters: number;
	/** Takes one optimizer step. Throws `data`, and leaves the weights as they are, if the gradient is not finite. */
	step(plan: StepPlan): Promise<StepResult>;
	/** Norm of the gradient of SFT on the liked answers of a step. Changes nothing. */
	sftNorm(plan: Pick<StepPlan, "microBatches" | "seed">): Promise<number>;
	/** SHA-256, in hexadecimal, of everything that is trained. */
	hash(): Promise<string>;
	/** Keeps the weights as they are, to move them along the straight way to the base. */
	drawBack(): Promise<DrawBack>;
	/** Names of its tensors begin with `prefix`. */
	state(prefix?: string): Promise<LearnerState>;
	/** Continues from a checkpoint after `steps` optimizer steps. Names of its tensors begin with `prefix`. */
	restore(saved: SavedState, steps: number, prefix?: string): Promise<void>;
	/**
	 * What is trained, as it is now. `scratch`: a free path on the disk of the run, where an engine may make a folder for
	 * what it does not hold in this process; the caller removes it when all is read.
	 */
	outcome(scratch: string): Promise<readonly ReadableTensor[]>;
	dispose(): Promise<void>;
}

export interface DrawBack {
	/** Moves the weights to this share of the way from the base to where they were: 0 is the base, 1 changes nothing. */
	place(share: number): Promise<void>;
}

export interface ScorerOptions {
	/** Whether KL from a baseline can be measured. */
	readonly compares: boolean;
	/** Positions that the longest row may reach; those of the session if left out. */
	readonly length?: number;
}

export interface ScoredRows {
	/** In the order of the groups. */
	readonly rows: RowScores[];
	/** What a later call needs to measure KL from these weights on the same groups. */
	readonly baseline: Baseline;
}

export interface Scorer {
	/**
	 * Scores rows; answers of a group share their prompt. A scorer that compares also measures KL from `against`, the
	 * baseline that it returned for the same groups.
	 */
	score(
		groups: readonly Group[],
		weights: Weights,
		against?: Baseline | null,
	): Promise<ScoredRows>;
	/** The same under the base. */
	scoreBase(groups: readonly Group[]): Promise<ScoredRows>;
	/** The base on each row, for `HeldRows`: any of them can be held together. Of a scorer that compares. */
	baselinesOf(rows: readonly Example[]): Promise<Baseline[]>;
	/** Gives back the memory that only the base needs. */
	releaseBase(): Promise<void>;
	/** One micro-batch as training packs it, scored as a reference. */
	scoreBatch(
		rows: readonly Example[],
		weights: Weights,
	): Promise<ReferenceBatch>;
	dispose(): Promise<void>;
}

export interface ReferenceScorer {
	/** Scores by row, in the order of the groups. */
	score(groups: readonly Group[]): Promise<readonly RowScores[]>;
	dispose(): Promise<void>;
}

export interface RewardScorerOptions {
	readonly on: Foundation;
	readonly tuning: Tuning;
	/** Values of a reward model that was saved; null to score under the weights of a learner. */
	readonly saved: readonly NamedTensor[] | null;
}

export interface RewardScorer {
	/** The reward of each row, in their order. `weights`: those of a learner; null under a saved reward model. */
	score(rows: readonly Example[], weights: Weights | null): Promise<number[]>;
	dispose(): Promise<void>;
}

export interface Generator {
	/**
	 * Answers prompts. An engine may report the tokens of an answer one by one or all at its end. `weights`: followed as
	 * they change from call to call; null for the model itself.
	 */
	generate(
		weights: Weights | null,
		prompts: readonly Int32Array[],
		options: GenerationOptions,
		until?: { readonly signal?: AbortSignal },
	): AsyncGenerator<GenerationEvent, void, undefined>;
	dispose(): Promise<void>;
}
