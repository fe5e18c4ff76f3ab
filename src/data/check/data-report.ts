import type { RowFormat } from "../../text/columns/row-format.ts";

/** What `checkRows` found. Counts are of rows unless said otherwise; a row is named `file:line`. */
export interface DataReport {
	/** Rows read, bad ones included. */
	readonly rows: number;
	/** What no count says and a reader should know before training, as sentences. */
	readonly notes: readonly string[];
	/** Rows that could be encoded, have something to learn in every answer, and no two equal answers. */
	readonly usable: number;
	/** Rows whose answers a model made or ranked, as their column `source` says. */
	readonly modelMade: number;
	readonly formats: Readonly<Partial<Record<RowFormat, number>>>;
	/** Tokens per encoded answer with its prompt, before truncation. Zeros if there is none. */
	readonly lengths: Lengths;
	/** Tokens of all encoded answers with their prompts, and those supervised. */
	readonly tokens: number;
	readonly supervised: number;
	readonly tooLong: Listed & {
		/** Tokens beyond the longest length, of all answers. */
		readonly tokensBeyond: number;
		/** Rows with an answer whose every supervised token lies beyond it, or with answers that differ only there. */
		readonly answerBeyond: number;
	};
	readonly nothingToLearn: Listed;
	/** Rows with an answer to learn that has no visible character. */
	readonly silent: Listed;
	/** Rows with assistant turns that the template rewrites because others follow: those turns are not learnt. */
	readonly rewritten: Listed & {
		/** Such turns in all answers. */
		readonly turns: number;
	};
	/** Rows whose two answers are the same, token for token. */
	readonly identical: Listed;
	/** Null if no row is a pair. */
	readonly pairs: PairReport | null;
	/** Answers by their verdict; null if rows are not read as labelled. */
	readonly labels: {
		readonly desirable: number;
		readonly undesirable: number;
	} | null;
	readonly duplicates: {
		/** Same tokens, mask and verdict as an earlier row. */
		readonly exact: Pairs;
		/** Same answers as an earlier row, with the opposite verdict. */
		readonly opposite: Pairs;
		/** Same text but for case, punctuation and white space. */
		readonly near: Pairs;
		/** Same prompt as an earlier row, other answer. */
		readonly samePrompt: Pairs;
	};
	/** Null if no held-out rows were given. */
	readonly leakage: {
		readonly heldOutRows: number;
		/** Held-out rows whose prompt is a training prompt, token for token. */
		readonly exact: Pairs;
		/** The same but for case, punctuation and white space. */
		readonly near: Pairs;
	} | null;
	/** Columns that hold values and are not read, in the order in which they were met, with the rows that have them. */
	readonly unreadColumns: readonly {
		readonly column: string;
		readonly rows: number;
	}[];
	/** Rows that could not be encoded; the first of them with their sentence. */
	readonly bad: {
		readonly count: number;
		readonly errors: readonly string[];
		/** Whether reading ended at a fault in a file, so that what follows it was not seen. */
		readonly stopped: boolean;
	};
}

/** The smallest lengths that at least this share of them do not pass, and the largest. */
export interface Lengths {
	readonly p50: number;
	readonly p90: number;
	readonly p99: number;
	readonly max: number;
}

export interface PairReport {
	readonly count: number;
	/** Supervised tokens of the chosen answers. */
	readonly chosen: Lengths;
	readonly rejected: Lengths;
	/** Pairs whose chosen answer has more supervised tokens than the rejected one: a length that may be learnt instead. */
	readonly chosenLonger: number;
}

export interface Listed {
	readonly count: number;
	/** The first of them. */
	readonly rows: readonly string[];
}

export interface Pairs {
	readonly count: number;
	/** The first of them: a row and the earlier row that it repeats. */
	readonly pairs: readonly { readonly row: string; readonly of: string }[];
}
