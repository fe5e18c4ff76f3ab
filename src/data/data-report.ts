import type { RowFormat } from "../text/row-format.ts";

/** What `checkRows` found. Counts are of rows unless said otherwise; a row is named `file:line`. */
export interface DataReport {
	/** Rows read, bad ones included. */
	readonly rows: number;
	/** Rows that could be encoded and have something to learn. */
	readonly usable: number;
	readonly formats: Readonly<Partial<Record<RowFormat, number>>>;
	/** Tokens per encoded row, before truncation. Zeros where there is none. */
	readonly lengths: {
		readonly p50: number;
		readonly p90: number;
		readonly p99: number;
		readonly max: number;
	};
	/** Tokens of all encoded rows, and those supervised. */
	readonly tokens: number;
	readonly supervised: number;
	readonly tooLong: Listed & {
		/** Tokens beyond the longest length. */
		readonly tokensBeyond: number;
		/** Rows whose every supervised token lies beyond it. */
		readonly answerBeyond: number;
	};
	readonly nothingToLearn: Listed;
	readonly duplicates: {
		/** Same tokens and mask as an earlier row. */
		readonly exact: Pairs;
		/** Same text but for case, punctuation and white space. */
		readonly near: Pairs;
		/** Same prompt as an earlier row, other answer. */
		readonly samePrompt: Pairs;
	};
	/** Null where no held-out rows were given. */
	readonly leakage: {
		readonly heldOutRows: number;
		/** Held-out rows whose prompt is a training prompt, token for token. */
		readonly exact: Pairs;
		/** The same but for case, punctuation and white space. */
		readonly near: Pairs;
	} | null;
	/** Rows that could not be encoded; the first of them with their sentence. */
	readonly bad: {
		readonly count: number;
		readonly errors: readonly string[];
		/** Whether reading ended at a fault in a file, so that what follows it was not seen. */
		readonly stopped: boolean;
	};
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
