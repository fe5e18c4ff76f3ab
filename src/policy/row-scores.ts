import type { Buffer } from "../graph/session.ts";

/** Scores of one row's supervised tokens, in nats. */
export interface RowScores {
	readonly logProb: Float32Array;
	readonly entropy: Float32Array;
	readonly top1: Float32Array;
	/** KL(base || policy) of each token; null if the base was not given. */
	readonly kl: Float32Array | null;
}

/** Last hidden states of a fixed model on fixed rows, a buffer per micro-batch. */
export type HiddenStates = readonly Buffer[];

/** Scores of rows with the states from which a comparison starts. */
export interface ScoredGroups {
	readonly rows: RowScores[];
	readonly hidden: HiddenStates;
}
