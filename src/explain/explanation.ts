import type { Piece } from "../data/check/show-row.ts";

/** Which policy of a run is asked: as it began, as it ended, or one of its checkpoints. */
export type At =
	| { readonly kind: "start" }
	| { readonly kind: "end" }
	| { readonly kind: "step"; readonly step: number };

/** A token of a row. The numbers are null for tokens that are not supervised. */
export interface ExplainedToken extends Piece {
	/** Derivative of the loss by the token's log-probability, relative to SFT's on the same answers: 1 as in SFT, 0 for none, negative if the token is pushed down. */
	readonly weight: number | null;
	/** In nats. */
	readonly logProb: number | null;
	/** log pi - log pi_ref, in nats. */
	readonly gain: number | null;
}

/** What the objective made of one answer. */
export interface ExplainedRow {
	/** `file:line`. */
	readonly row: string;
	/** Null for an answer that stands alone. */
	readonly side: "chosen" | "rejected" | "desirable" | "undesirable" | null;
	/** Supervised tokens. */
	readonly length: number;
	/** Mean of its tokens' weights. */
	readonly weight: number;
	/** Mean of what the objective itself multiplies the tokens' NLL by (w of `dft`); null if it names no such weight. */
	readonly tokenWeight: number | null;
	/** What the objective itself multiplies the row's NLL by (a of `minor-sft`); null if it names no such weight. */
	readonly rowWeight: number | null;
	/** The reward that the objective sees in the answer, in its own units; null without one. */
	readonly reward: number | null;
	/** Delta/m: mean of log pi - log pi_ref over the answer's m tokens, in nats. */
	readonly moved: number;
	/** Nats per token. */
	readonly nll: number;
	readonly tokens: readonly ExplainedToken[];
}

export const orders = ["moved", "damped", "pushed"] as const;
/** Largest |Delta/m|, smallest |weight|, largest |weight|. */
export type Order = (typeof orders)[number];

/** How an objective weights the rows of a run. */
export interface RunExplanation {
	readonly kind: "weights";
	readonly run: string;
	readonly objective: string;
	/** Its options, as the recipe has them. */
	readonly options: Readonly<Record<string, unknown>>;
	readonly at: At;
	/** Optimizer steps after which the policy was asked. */
	readonly step: number;
	/** What Delta is measured from: the objective's reference, or the start of the run if it has none. */
	readonly comparedWith: "reference" | "start";
	/** The round whose rows and reference these are; null if the run has no rounds. */
	readonly round: number | null;
	/** Answers that were asked about, and rows. */
	readonly answers: number;
	readonly rows: number;
	/** Rows that the run trains on. */
	readonly trained: number;
	/** Mean of the answers' weights, the smallest and the largest. */
	readonly weights: {
		readonly mean: number;
		readonly least: number;
		readonly most: number;
	};
	readonly meanMoved: number;
	/** By which the shown rows were chosen; null if a row was asked for. */
	readonly order: Order | null;
	readonly shown: readonly ExplainedRow[];
}
