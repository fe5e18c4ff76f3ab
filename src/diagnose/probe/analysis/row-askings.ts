/** One row, asked in one wording and with one order of its options. */
export interface Asking {
	/** The wording, whatever the order of the options. */
	readonly wording: string;
	/** Scores of the options in nats, in the order of the row. Larger is likelier. Of letters: without the bias of positions, mean over orders. */
	readonly scores: readonly number[];
	/** Place in the row of the option that is likeliest as asked, bias included. */
	readonly choice: number;
	/** Place in the row of the option that was listed first, second and so on. */
	readonly listed: readonly number[];
}

/** Everything that one method measured about one row. */
export interface RowAskings {
	/** `file:line`. */
	readonly id: string;
	/** Rows with the same question are not independent. */
	readonly question: string;
	/** Place of the right option. */
	readonly gold: number;
	readonly askings: readonly Asking[];
}
