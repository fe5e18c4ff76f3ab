/** The two sets of rows; see `peers/make_rows.py`. */
export type RowSet = "gsm8k" | "synthetic";

/** One way to run one program. */
export interface Contender {
	readonly side: "trl" | "temper";
	readonly precision: string;
	readonly packing: boolean;
	/** Rows of a step, or packed rows. */
	readonly batch: number;
	/** Longest packed row, in tokens. */
	readonly maxLength: number;
	/** Flags of this program alone. */
	readonly extra: readonly string[];
}

/** Contenders that take turns on the same rows. */
export interface Case {
	readonly rows: RowSet;
	readonly full: boolean;
	readonly contenders: readonly Contender[];
}

/** A row at a time is TRL's fastest way without packing on two cores: batches of 4 pad, and were slower. */
function plainTrl(precision: string): Contender {
	const shape = { packing: false, batch: 1, maxLength: 1024 };
	return { side: "trl", precision, ...shape, extra: [] };
}

/** TRL's packing sorts rows by length; a random order keeps a short run typical. */
function packedTrl(precision: string, maxLength: number): Contender {
	const shape = { packing: true, batch: 1, maxLength };
	const extra = ["--sampling", "random"];
	return { side: "trl", precision, ...shape, extra };
}

/** Temper always packs; 512 tokens are its default micro-batch. */
function temper(precision: string): Contender {
	const shape = { packing: true, batch: 1, maxLength: 512 };
	return { side: "temper", precision, ...shape, extra: [] };
}

/** The longest rows have to fit: 543 tokens in gsm8k. */
const packedLength: Record<RowSet, number> = { gsm8k: 576, synthetic: 512 };

function adapterCase(rows: RowSet): Case {
	return {
		rows,
		full: false,
		contenders: [
			plainTrl("bf16"),
			temper("mixed"),
			packedTrl("bf16", packedLength[rows]),
			temper("fp32"),
			plainTrl("fp32"),
			temper("int8"),
		],
	};
}

function fullCase(rows: RowSet): Case {
	return {
		rows,
		full: true,
		contenders: [
			plainTrl("fp32"),
			temper("fp32"),
			packedTrl("fp32", packedLength[rows]),
		],
	};
}

const rowSets: readonly RowSet[] = ["gsm8k", "synthetic"];

/** Every comparison of the benchmark. */
export const cases: readonly Case[] = rowSets.flatMap((rows) => [
	adapterCase(rows),
	fullCase(rows),
]);

/** A short name for messages and tables. */
export function caseName({ rows, full }: Case): string {
	return `${rows}, ${full ? "full" : "rank 8"}`;
}
