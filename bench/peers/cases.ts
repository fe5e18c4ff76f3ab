/** The two sets of rows; see `scripts/peers/make_rows.py`. */
export type RowSet = "gsm8k" | "synthetic";

/** One way to run one program. */
export interface Contender {
	readonly side: "trl" | "temper";
	readonly precision: string;
	readonly batch: number;
	readonly maxLength: number;
	/** Flags of this program alone. */
	readonly extra: readonly string[];
}

/** Contenders that take turns on the same rows. */
export interface Case {
	readonly rows: RowSet;
	readonly packing: boolean;
	readonly full: boolean;
	readonly contenders: readonly Contender[];
}

// A first search, on a disturbed machine, found TRL faster at batch 1 than at 4; 2 and 8 are untried.
const rowAtATime = { batch: 1, maxLength: 1024, extra: [] };

const packedLength: Record<RowSet, number> = { gsm8k: 576, synthetic: 512 };

function adapterCase(rows: RowSet, packing: boolean): Case {
	const packed = { batch: 1, maxLength: packedLength[rows] };
	// TRL's packing sorts rows by length; a random order keeps a short run typical.
	const trl = packing
		? { ...packed, extra: ["--sampling", "random"] }
		: rowAtATime;
	const temper = packing ? { ...packed, extra: [] } : rowAtATime;
	return {
		rows,
		packing,
		full: false,
		contenders: [
			{ side: "trl", precision: "bf16", ...trl },
			{ side: "temper", precision: "int8", ...temper },
			{ side: "trl", precision: "fp32", ...trl },
			{ side: "temper", precision: "fp32", ...temper },
		],
	};
}

function fullCase(rows: RowSet): Case {
	return {
		rows,
		packing: false,
		full: true,
		contenders: [
			{ side: "trl", precision: "fp32", ...rowAtATime },
			{ side: "temper", precision: "fp32", ...rowAtATime },
		],
	};
}

const rowSets: readonly RowSet[] = ["gsm8k", "synthetic"];

/** Every comparison of the benchmark. */
export const cases: readonly Case[] = rowSets.flatMap((rows) => [
	adapterCase(rows, false),
	adapterCase(rows, true),
	fullCase(rows),
]);

/** A short name for messages and tables. */
export function caseName({ rows, packing, full }: Case): string {
	return `${rows}, ${full ? "full" : "rank 8"}, ${packing ? "packed" : "not packed"}`;
}
