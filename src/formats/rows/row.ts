/** One row of a data file. */
export interface Row {
	readonly value: Record<string, unknown>;
	/** The path as it was given. */
	readonly file: string;
	/** The line, from 1, where the row starts; in Parquet, which has no lines, the number of the row. */
	readonly line: number;
}

/** The longest row that is read, in bytes. */
export const longestRow = 64 << 20;
