import type { Example, Group } from "../data/example.ts";

/**
 * What is needed to compare weights with fixed ones on the same rows: their last hidden states, or which weights they
 * are. Only the engine that made it reads it.
 */
export interface Baseline {
	readonly kind: "baseline";
}

/** Scores of a micro-batch under a frozen model. */
export interface ReferenceBatch {
	/** Of the supervised tokens, in the order of the rows. */
	readonly logProb: Float32Array;
	/** For objectives that need the whole distribution; null for the others. */
	readonly baseline: Baseline | null;
}

/** The reference's scores of a micro-batch. */
export type Reference = (groups: readonly Group[]) => Promise<ReferenceBatch>;

/** What a source already knows about its rows. */
export interface Known {
	readonly reference?: Reference | null;
	/**
	 * Whether the reference has the weights that the policy has before this step. An engine whose scores depend, in their
	 * last digits, on the rows beside them may then compare the policy with itself.
	 */
	readonly referenceIsPolicy?: boolean;
	/** Log-probabilities of a row's supervised tokens under the policy that sampled it. */
	readonly sampled?: (row: Example) => Float32Array;
	readonly advantage?: (row: Example) => number;
}

/** What the graph of a step reads in addition to the rows: what is known of them, and two numbers for the whole step. */
export interface Given extends Known {
	/** The objective's number for the step; null if it has none. */
	readonly statistic: number | null;
	/** The value of the option that a leash steers; null if none is steered. */
	readonly strength: number | null;
}

export const nothingGiven: Given = { statistic: null, strength: null };

/** The results of one micro-batch, apart from its gradients. Letters: S supervised tokens, B rows. */
export interface MicroBatchResult {
	readonly rows: readonly Example[];
	/** Tokens of the rows. */
	readonly tokens: number;
	/** S */
	readonly supervised: number;
	/** Whether each supervised token ends a turn, 0 or 1, [S]. */
	readonly ends: ArrayLike<number>;
	/** The objective's numerator and denominator. */
	readonly sum: number;
	readonly weight: number;
	/**
	 * `logProb`, `entropy` and `top1` [S] if the objective reads tokens, and its metrics as `metric.NAME`: of tokens, which
	 * may have blank entries after the first S, of rows [B] or of pairs.
	 */
	readonly outputs: Readonly<Record<string, Float32Array>>;
	/** Reference log-probabilities [S]; null if the objective has none. */
	readonly reference: Float32Array | null;
}

/** Rows outside the objective on which the policy is held to its base. */
export interface HeldRows {
	readonly rows: readonly Example[];
	/** The base on each of them. */
	readonly baselines: readonly Baseline[];
}

/** Everything that one optimizer step needs. */
export interface StepPlan {
	/** From 0; names the step in errors. */
	readonly step: number;
	readonly microBatches: readonly (readonly Group[])[];
	readonly given: Given;
	readonly learningRate: number;
	/** Decides what dropout drops: one of `dropoutSeeds`. */
	readonly seed: number;
	/** Rows on which the policy is held to its base, in addition to those of the objective; null if there are none. */
	readonly hold: Hold | null;
}

export interface Hold {
	/** By micro-batch. */
	readonly held: readonly HeldRows[];
	/** What their mean KL(base || policy) per token is multiplied by before it is added to the objective's own mean. */
	readonly strength: number;
}

export interface StepResult {
	readonly results: readonly MicroBatchResult[];
	/** Norm of the whole gradient before clipping. */
	readonly norm: number;
	/** KL(base || policy) on the rows that were held, nats per token; null if none were. */
	readonly heldKl: number | null;
}
