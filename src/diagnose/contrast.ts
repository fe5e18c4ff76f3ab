import type { Estimate } from "../stats/estimate.ts";

/** A difference of shares or scores over the same questions. */
export interface Contrast {
	readonly questions: number;
	readonly base: Estimate | null;
	readonly tuned: Estimate | null;
	/** Tuned minus base, paired by question. */
	readonly difference: Estimate | null;
}
