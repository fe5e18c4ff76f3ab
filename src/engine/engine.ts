import type { NamedTensor } from "../core/named-tensor.ts";
import type { Example, Group } from "../data/example.ts";
import type { Decoder } from "../generate/decoder.ts";
import type { Buffer } from "../graph/session.ts";
import type { Model } from "../models/model.ts";
import type { Trainable } from "../nn/parameters.ts";
import type { Objective } from "../objectives/objective.ts";
import type { GraphOptions } from "../policy/graphs.ts";
import type { Policy } from "../policy/policy.ts";
import type { HiddenStates, RowScores } from "../policy/scorer.ts";
import type {
	Given,
	HeldRows,
	MicroBatchResult,
	StepPlan,
	StepResult,
} from "./step.ts";

/**
 * What computes for a training: it takes optimizer steps, scores rows and generates. The loop, its sources, its monitors and
 * its leash depend only on this interface. `engineChecks` are the promises that every engine keeps.
 *
 * All methods throw `device` if the device or the weights cannot be used.
 */
export interface Engine {
	/** For people: `ONNX Runtime on cpu`. */
	readonly name: string;
	/** A policy and its optimizer. */
	learner(options: LearnerOptions): Promise<Learner>;
	/** The gradient of an objective at any policy, without an optimizer. */
	gradients(options: GradientsOptions): Promise<Gradients>;
	/** Scores of rows under any policy of a model. */
	scorer(options: ScorerOptions): Promise<Scorer>;
	/** Rewards of answers under any reward model over a base. */
	rewardScorer(options: ComputedModel): Promise<RewardScorer>;
	/** Text from any policy of a model. */
	generator(options: GeneratorOptions): Promise<Generator>;
}

/** A model and how it is computed. */
export interface ComputedModel {
	readonly model: Model;
	readonly graph: GraphOptions;
	/** Tokens of one micro-batch. */
	readonly tokens: number;
}

export interface ScorerOptions extends ComputedModel {
	/** Whether KL from a base is measured too, from hidden states of the base. */
	readonly compares: boolean;
	/** The base, if it is another model of the same shapes than the one that is scored. */
	readonly base?: Model;
}

export interface GradientsOptions {
	readonly model: Model;
	readonly objective: Objective;
	readonly graph: GraphOptions;
	/** Ids that end a turn. */
	readonly endIds: ReadonlySet<number>;
}

/** The settings of AdamW, apart from the learning rate, which each step supplies. */
export interface OptimizerOptions {
	readonly betas: readonly [number, number];
	readonly epsilon: number;
	readonly weightDecay: number;
	/** Largest norm of a gradient; null clips nothing. */
	readonly clip: number | null;
}

export interface LearnerOptions extends GradientsOptions {
	readonly optimizer: OptimizerOptions;
	/** What is trained, as it is before the first step. */
	readonly start: (trainables: readonly Trainable[]) => Promise<Policy>;
}

/** The state of a learner in a checkpoint. */
export interface Trained {
	readonly trainable: readonly NamedTensor[];
	/** Moments of the optimizer: `NAME.m` and `NAME.v`. */
	readonly optimizer: readonly NamedTensor[];
}

export interface Learner {
	/** What is trained; steps and `restore` change its arrays in place. */
	readonly policy: Policy;
	/** Takes one optimizer step. Throws `data`, and leaves the policy as it is, if the gradient is not finite. */
	step(plan: StepPlan): Promise<StepResult>;
	/** Continues from saved tensors after `steps` optimizer steps. Names of its tensors begin with `prefix`. */
	restore(saved: Trained, steps: number, prefix?: string): void;
	/** What a checkpoint must hold to continue with the same bytes. */
	tensors(prefix?: string): Trained;
	dispose(): Promise<void>;
}

/** Adds up gradients of an objective over micro-batches. */
export interface Gradients {
	readonly trainables: readonly Trainable[];
	/** Gradients of the objective's numerator, summed over the micro-batches since `clear`, in the order of the trainables. */
	readonly gradients: readonly Float32Array[];
	clear(): void;
	/** One micro-batch. `dropoutSeed` decides what dropout drops. */
	run(
		groups: readonly Group[],
		policy: Policy,
		given: Given,
		dropoutSeed: number,
	): Promise<MicroBatchResult>;
	/**
	 * One micro-batch of rows that are held to the anchor: adds the gradient of `strength` times the sum of
	 * KL(anchor || policy) over their supervised tokens, and returns that sum.
	 */
	hold(
		rows: HeldRows,
		strength: number,
		policy: Policy,
		given: Given,
		dropoutSeed: number,
	): Promise<number>;
	dispose(): Promise<void>;
}

export interface Scorer {
	readonly trainables: readonly Trainable[];
	/**
	 * Scores by row, in the order of the groups; answers of a group share their prompt. A scorer that compares is given the
	 * hidden states that it returned for the same groups under the base, or null.
	 */
	score(
		groups: readonly Group[],
		policy: Policy,
		base?: HiddenStates | null,
	): Promise<{ readonly rows: RowScores[]; readonly hidden: HiddenStates }>;
	/** One micro-batch as training packs it: scores of its supervised tokens, and the hidden states from which they are computed. */
	scoreBatch(
		rows: readonly Example[],
		policy: Policy,
	): Promise<{ readonly logProb: Float32Array; readonly hidden: Buffer }>;
	dispose(): Promise<void>;
}

export interface RewardScorer {
	readonly trainables: readonly Trainable[];
	/** The reward of each row, in their order. */
	score(rows: readonly Example[], policy: Policy): Promise<number[]>;
	dispose(): Promise<void>;
}

export interface GeneratorOptions extends Pick<GraphOptions, "tuning"> {
	readonly model: Model;
	/** How products with frozen weights are computed. */
	readonly precision: "float32" | "int8";
}

export interface Generator {
	/** A decoder of a policy, whose updates it follows, or of the model itself. */
	decoder(policy: Policy | null): Decoder;
	dispose(): Promise<void>;
}
