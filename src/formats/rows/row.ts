import type { TemperError } from "../../core/error.ts";

/** One row of a data file. */
export interface Row {
	readonly value: Record<string, unknown>;
	/** The path as it was given. */
	readonly file: string;
	/** The line, from 1, where the row starts; in Parquet, which has no lines, the number of the row. */
	readonly line: number;
}

export interface ReadOptions {
	/**
	 * Called for every line that is not a row, if the format allows reading to continue after it (JSONL); without it,
	 * and in other formats, the first fault ends reading.
	 */
	readonly onBad?: (error: TemperError) => void;
}

/** The longest row that is read, in bytes. */
export const longestRow = 64 << 20;
