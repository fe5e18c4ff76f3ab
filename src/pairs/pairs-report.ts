import type { Estimate } from "../stats/estimate.ts";
import type { Agreement } from "./labelled.ts";
import type { Unchosen } from "./rank/choose-pairs.ts";
import type { PositionBias } from "./rank/votes.ts";

/** What `pairs make` did, and what was left out for which reason. */
export interface PairsReport {
	readonly prompts: {
		/** Rows of the file. */
		readonly rows: number;
		readonly repeated: number;
		readonly tooLong: number;
		/** Prompts that were answered. */
		readonly used: number;
		/** Of those, prompts with a pair. */
		readonly paired: number;
	};
	readonly samples: {
		readonly drawn: number;
		readonly empty: number;
		readonly cut: number;
		/** The same as another sample of the prompt, apart from case, punctuation and white space. */
		readonly repeated: number;
		/** Of a row without a demonstration to compare with. */
		readonly withoutDemonstration: number;
	};
	readonly comparisons: {
		/** Pairs of answers that differ. */
		readonly possible: number;
		/** Not made, because `comparisons` limits them. */
		readonly unasked: number;
		readonly nearIdentical: number;
		readonly failed: number;
		/** Not chosen, by reason. */
		readonly dropped: Readonly<Record<Unchosen, number>>;
	};
	readonly pairs: number;
	/** Mean confidence of the pairs; null if there are none. */
	readonly confidence: number | null;
	/** Share of pairs whose chosen answer has more tokens, with Wilson's 95% interval. */
	readonly chosenLonger: Estimate | null;
	/** What a reader should know, as sentences. */
	readonly notes: readonly string[];
	/** Of a judge that is asked in both orders. */
	readonly bias: PositionBias | null;
	/** On labelled pairs; null if none were given. */
	readonly labelled: Agreement | null;
	/** The first reasons of failed comparisons, without repeats. */
	readonly failures: readonly string[];
	/** Best answers that were written as demonstrations; null if none were asked for. */
	readonly demonstrations: number | null;
}
