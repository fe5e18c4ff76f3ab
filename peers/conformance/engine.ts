import type { Objective } from "../../src/objectives/objective.ts";
import type { EncodedRow } from "../../src/text/encoded-row.ts";

/** An answer that is trained on. */
export interface Answer extends EncodedRow {
	/** False for the rejected answer of a pair. */
	readonly liked: boolean;
	/** The reference's log-probability of each token but the first; null where the objective needs none. */
	readonly reference: Float32Array | null;
}

/** Answers that belong together: one alone, or the chosen and the rejected one of a pair. */
export type Batch = readonly (readonly Answer[])[];

export interface Gradients {
	readonly loss: number;
	/** L2, of all gradients together. */
	readonly norm: number;
	/** By the names of trainable tensors. */
	readonly gradients: ReadonlyMap<string, Float32Array>;
}

export interface TrajectoryOptions {
	readonly steps: number;
	readonly learningRate: number;
	readonly weightDecay: number;
}

/** What the recorded cases ask of an engine. Every number concerns real tokens alone, never padding. */
export interface EngineModel {
	/** Per row, [T, V]. */
	logits(rows: readonly EncodedRow[]): Promise<Float32Array[]>;
	/** Per row, log p(ids[t + 1] | ids[..t]), [T - 1]. */
	logProbs(rows: readonly EncodedRow[]): Promise<Float32Array[]>;
	/** Of the mean loss, for every trainable tensor. */
	gradients(objective: Objective, batch: Batch): Promise<Gradients>;
	/** Per step: the objective's loss, plain NLL, gradient norm before clipping. AdamW, clip 1. */
	trajectory(
		objective: Objective,
		batch: Batch,
		options: TrajectoryOptions,
	): Promise<number[][]>;
	/** The likeliest next tokens, `count` of them, without stopping. */
	greedy(prompt: Int32Array, count: number): Promise<number[]>;
}
