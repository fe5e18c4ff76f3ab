import type { Example, Group } from "../data/example.ts";
import type { PackedRows } from "../data/pack.ts";
import type { Buffer } from "../graph/session.ts";

/** Scores of a micro-batch under a frozen model. */
export interface ReferenceBatch {
	/** Of the supervised tokens, in the order of the rows. */
	readonly logProb: Float32Array;
	/** Last hidden states [S, C], for objectives that need the whole distribution. */
	readonly hidden: Buffer | null;
}

/** The reference's scores of a micro-batch. */
export type Reference = (groups: readonly Group[]) => Promise<ReferenceBatch>;

/** What a source already knows about its rows. */
export interface Known {
	readonly reference?: Reference | null;
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

/** The results of one micro-batch, apart from its gradients. */
export interface MicroBatchResult {
	readonly rows: readonly Example[];
	readonly packed: PackedRows;
	/** The objective's numerator and denominator. */
	readonly sum: number;
	readonly weight: number;
	/** logProb, entropy and top1 if the objective reads tokens, and its metrics as `metric.NAME`. */
	readonly outputs: Readonly<Record<string, Buffer>>;
	/** Reference log-probabilities [S]; null if the objective has none. */
	readonly reference: Float32Array | null;
}

/** Rows outside the objective on which the policy is held to its anchor. */
export interface HeldRows {
	readonly rows: readonly Example[];
	/** The anchor's last hidden states at their supervised positions, one after the other. */
	readonly hidden: Float32Array;
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
	/** Rows on which the policy is held to its anchor, in addition to those of the objective; null if there are none. */
	readonly hold: Hold | null;
}

export interface Hold {
	/** By micro-batch. */
	readonly held: readonly HeldRows[];
	/** What their mean KL(anchor || policy) per token is multiplied by before it is added to the objective's own mean. */
	readonly strength: number;
}

export interface StepResult {
	readonly results: readonly MicroBatchResult[];
	/** Norm of the whole gradient before clipping. */
	readonly norm: number;
	/** KL(anchor || policy) on the rows that were held, nats per token; null if none were. */
	readonly heldKl: number | null;
}
