/** Sets of rows; see `peers/programs/make_rows.py`. `long` has rows of up to 2,048 tokens, for models on GPUs. */
export type RowSet = "gsm8k" | "synthetic" | "long";

/** TRL, and Temper on each of its engines. */
export type Side = "trl" | "temper" | "temper-torch";

/** One way to run one program. */
export interface Contender {
	readonly side: Side;
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
	/** Set if the comparison is with the PyTorch engine. */
	readonly engine?: string;
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

/** Temper on PyTorch with the rows of each step that TRL has: one, or packed ones. */
function torch(precision: string, maxLength: number | null): Contender {
	const packing = maxLength !== null;
	const shape = { packing, batch: 1, maxLength: maxLength ?? 1024 };
	return { side: "temper-torch", precision, ...shape, extra: [] };
}

/** The longest rows have to fit: 543 tokens in gsm8k. */
const packedLength: Record<RowSet, number> = {
	...{ gsm8k: 576, synthetic: 512, long: 4096 },
};

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

/**
 * The same PyTorch on both sides. TRL's `bf16-autocast` keeps trained weights in float32 under autocast, as Temper does in full
 * tuning; frozen weights are in bfloat16 on both sides.
 */
function torchCase(rows: RowSet, full: boolean, precision: string): Case {
	const length = packedLength[rows];
	const trl = full && precision === "bf16" ? "bf16-autocast" : precision;
	const packed = [packedTrl(trl, length), torch(precision, length)];
	const plain = [plainTrl(trl), torch(precision, null)];
	const contenders = rows === "long" ? packed : [...packed, ...plain];
	return { rows, full, contenders, engine: `torch ${precision}` };
}

const rowSets: readonly RowSet[] = ["gsm8k", "synthetic"];

/** Every comparison of the benchmark with TRL on a CPU. */
export const cases: readonly Case[] = [
	...rowSets.flatMap((rows) => [adapterCase(rows), fullCase(rows)]),
	...["bf16", "fp32"].flatMap((precision) =>
		[false, true].map((full) => torchCase("gsm8k", full, precision)),
	),
];

/** Comparisons on a model of random weights, for the speed and memory of its shape. */
export const shapeCases: readonly Case[] = [false, true].map((full) =>
	torchCase("long", full, "bf16"),
);

/** A short name for messages and tables: `gsm8k, rank 8`, `gsm8k, full, torch bf16`. */
export function caseName({ rows, full, engine }: Case): string {
	const name = `${rows}, ${full ? "full" : "rank 8"}`;
	return engine === undefined ? name : `${name}, ${engine}`;
}
