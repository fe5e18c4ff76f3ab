import { TemperError } from "../core/error.ts";
import type { Row } from "../formats/rows/row.ts";
import type { EncodedRow } from "../text/encoded-row.ts";
import type { RowEncoder } from "../text/row-encoder.ts";
import { placeOf, type RowFormat, rowFormatOf } from "../text/row-format.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import type { DataReport } from "./data-report.ts";
import { supervisedCount } from "./example.ts";
import { LimitedList } from "./limited-list.ts";
import { Repeats } from "./repeats.ts";

type Rows = AsyncIterable<Row> | Iterable<Row>;

/** Rows, from a reader that tells of what it could not read and goes on. */
export type RowSource = (onBad: (error: TemperError) => void) => Rows;

export interface CheckOptions {
	readonly tokenizer: Tokenizer;
	readonly encode: RowEncoder;
	/** Longest row in tokens, or null for none. */
	readonly maxLength: number | null;
	/** Rows kept for evaluation, to look for training prompts among them. */
	readonly heldOut?: RowSource;
	/** How many rows each list of the report names; 10 unless said. */
	readonly listed?: number;
}

/** Reads all rows and says what training on them would meet. Bad rows are collected, not thrown. */
export async function checkRows(
	rows: RowSource,
	options: CheckOptions,
): Promise<DataReport> {
	const { tokenizer, encode, maxLength, heldOut, listed = 10 } = options;
	const bad: Bad = { errors: new LimitedList(listed), stopped: false };
	const repeats = new Repeats(tokenizer, listed);
	const sizes = new Sizes(maxLength, listed);
	for await (const { row, encoded } of collectBad(rows, encode, bad)) {
		const id = placeOf(row);
		sizes.add(encoded, id, rowFormatOf(row));
		repeats.addTraining(encoded, id);
	}
	const trainingRows = sizes.count + bad.errors.count;
	let heldOutRows = 0;
	for await (const { row, encoded } of collectBad(
		heldOut ?? (() => []),
		encode,
		bad,
	)) {
		heldOutRows++;
		repeats.addHeldOut(encoded, placeOf(row));
	}
	return {
		rows: trainingRows,
		...sizes.report(),
		duplicates: repeats.duplicates(),
		leakage: heldOut ? { heldOutRows, ...repeats.leakage() } : null,
		bad: {
			count: bad.errors.count,
			errors: bad.errors.items,
			stopped: bad.stopped,
		},
	};
}

interface Bad {
	readonly errors: LimitedList<string>;
	stopped: boolean;
}

/** Yields what can be encoded. A fault of the file itself ends it, since nobody can tell where the next row begins. */
async function* collectBad(
	read: RowSource,
	encode: RowEncoder,
	bad: Bad,
): AsyncGenerator<{ row: Row; encoded: EncodedRow }> {
	try {
		for await (const row of read((error) => note(error, bad))) {
			const encoded = attempt(() => encode(row), bad);
			if (encoded !== null) yield { row, encoded };
		}
	} catch (error) {
		note(error, bad);
		bad.stopped = true;
	}
}

function attempt<T>(work: () => T, bad: Bad): T | null {
	try {
		return work();
	} catch (error) {
		note(error, bad);
		return null;
	}
}

function note(error: unknown, bad: Bad): void {
	if (!(error instanceof TemperError) || error.code !== "data") throw error;
	bad.errors.add(error.message);
}

/** Lengths and masks of the rows, and what the longest length would do to them. */
class Sizes {
	readonly #maxLength: number;
	readonly #formats: Partial<Record<RowFormat, number>> = {};
	readonly #lengths: number[] = [];
	readonly #tooLong: LimitedList<string>;
	readonly #empty: LimitedList<string>;
	#supervised = 0;
	#tokensBeyond = 0;
	#answerBeyond = 0;

	constructor(maxLength: number | null, listed: number) {
		this.#maxLength = maxLength ?? Infinity;
		this.#tooLong = new LimitedList(listed);
		this.#empty = new LimitedList(listed);
	}

	get count(): number {
		return this.#lengths.length;
	}

	add(row: EncodedRow, id: string, format: RowFormat): void {
		const { length } = row.ids;
		const supervised = supervisedCount(row);
		this.#formats[format] = (this.#formats[format] ?? 0) + 1;
		this.#lengths.push(length);
		this.#supervised += supervised;
		if (supervised === 0) this.#empty.add(id);
		if (length <= this.#maxLength) return;
		this.#tooLong.add(id);
		this.#tokensBeyond += length - this.#maxLength;
		const mask = row.mask.subarray(0, this.#maxLength);
		if (supervised > 0 && supervisedCount({ ...row, mask }) === 0) {
			this.#answerBeyond++;
		}
	}

	report() {
		const sorted = [...this.#lengths].sort((a, b) => a - b);
		// The smallest length that at least this share of the rows do not pass.
		const percentile = (share: number) =>
			sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
		return {
			usable: sorted.length - this.#empty.count,
			formats: this.#formats,
			lengths: {
				p50: percentile(0.5),
				p90: percentile(0.9),
				p99: percentile(0.99),
				max: sorted.at(-1) ?? 0,
			},
			tokens: sorted.reduce((sum, length) => sum + length, 0),
			supervised: this.#supervised,
			tooLong: {
				count: this.#tooLong.count,
				rows: this.#tooLong.items,
				tokensBeyond: this.#tokensBeyond,
				answerBeyond: this.#answerBeyond,
			},
			nothingToLearn: { count: this.#empty.count, rows: this.#empty.items },
		};
	}
}
