/** Sets of rows; see `peers/programs/make_rows.py`. `long` has rows of up to 2,048 tokens, for models on GPUs. */
export type RowSet = "gsm8k" | "synthetic" | "long";

/** TRL, and Temper on each of its engines. */
export type Side = "trl" | "temper" | "temper-torch";

/** One way to run one program. */
export interface Contender {
	readonly side: Side;
	readonly precision: string;
	readonly packing: boolean;
	/** Rows of a batch, or packed rows. */
	readonly batch: number;
	/** Batches whose gradients a step sums. */
	readonly accumulate: number;
	/** Longest packed row, in tokens; of Temper, tokens of a micro-batch. */
	readonly maxLength: number;
	/** Flags of this program alone. */
	readonly extra: readonly string[];
}

/** Contenders that take turns on the same rows. */
export interface Case {
	readonly rows: RowSet;
	readonly full: boolean;
	/** Set if the comparison is with the PyTorch engine: `torch bf16`. */
	readonly engine?: string;
	readonly contenders: readonly Contender[];
}

interface TrlOptions {
	readonly precision: string;
	/** Rows of a batch, or packed rows. */
	readonly batch?: number;
	readonly accumulate?: number;
	/** Longest packed row, in tokens; null for no packing. */
	readonly packed: number | null;
	readonly compiled?: boolean;
}

/** TRL's packing sorts rows by length; a random order keeps a short run typical. */
function trl({
	precision,
	batch = 1,
	accumulate = 1,
	packed,
	compiled = false,
}: TrlOptions): Contender {
	const packing = packed !== null;
	const shape = { packing, batch, accumulate, maxLength: packed ?? 1024 };
	const order = packing ? ["--sampling", "random"] : [];
	const extra = [...order, ...(compiled ? ["--compile"] : [])];
	return { side: "trl", precision, ...shape, extra };
}

/** Rows of an optimizer step where adapters are trained. Packed rows of TRL hold between two and three of them. */
const stepRows = 8;

/** Every way in which TRL may be fastest: both precisions, packed or not, one or two rows in a batch, compiled or not. */
function trlWays(
	precisions: readonly string[],
	length: number,
	full: boolean,
): Contender[] {
	const accumulate = (batch: number, packed: number | null) =>
		full ? 1 : Math.ceil(stepRows / batch / (packed === null ? 1 : 2.5));
	return [false, true].flatMap((compiled) =>
		precisions.flatMap((precision) =>
			[null, length].flatMap((packed) =>
				[1, 2].map((batch) =>
					trl({
						...{ precision, batch, packed, compiled },
						accumulate: accumulate(batch, packed),
					}),
				),
			),
		),
	);
}

/**
 * Temper with its default micro-batches of 512 tokens. Adapters: the rows of a step that TRL has. Full tuning: a micro-batch a step, where TRL
 * has one or two rows.
 */
function temper(
	precision: string,
	full: boolean,
	sessions: 1 | null = null,
): Contender {
	const rows = full
		? { packing: true, batch: 1 }
		: { packing: false, batch: stepRows };
	const shape = { ...rows, accumulate: 1, maxLength: 512 };
	const extra = sessions === null ? [] : ["--sessions", `${sessions}`];
	return { side: "temper", precision, ...shape, extra };
}

/** Temper on PyTorch with the rows of each step that TRL has: one, or packed ones. */
function torch(precision: string, maxLength: number | null): Contender {
	const packing = maxLength !== null;
	const shape = { packing, batch: 1, accumulate: 1 };
	const longest = { maxLength: maxLength ?? 1024 };
	return { side: "temper-torch", precision, ...shape, ...longest, extra: [] };
}

/** The longest rows have to fit: 543 tokens in gsm8k. */
const packedLength: Record<RowSet, number> = {
	...{ gsm8k: 576, synthetic: 512, long: 4096 },
};

/** TRL trains whole models best under autocast, with weights in float32; adapters with frozen weights in bfloat16. */
function trlCase(rows: RowSet, full: boolean): Case {
	const precisions = [full ? "bf16-autocast" : "bf16", "fp32"];
	const own = full ? ["mixed", "fp32"] : ["int8", "mixed", "fp32"];
	return {
		...{ rows, full },
		contenders: [
			...trlWays(precisions, packedLength[rows], full),
			...own.map((precision) => temper(precision, full)),
			...(full ? [] : [temper("int8", full, 1)]),
		],
	};
}

/**
 * The same PyTorch on both sides. TRL's `bf16-autocast` keeps trained weights in float32 under autocast, as Temper does in full
 * tuning; frozen weights are in bfloat16 on both sides.
 */
function torchCase(rows: RowSet, full: boolean, precision: string): Case {
	const length = packedLength[rows];
	const peer = full && precision === "bf16" ? "bf16-autocast" : precision;
	const pair = (packed: number | null) => [
		trl({ precision: peer, packed }),
		torch(precision, packed),
	];
	const plain = rows === "long" ? [] : pair(null);
	const contenders = [...pair(length), ...plain];
	return { rows, full, contenders, engine: `torch ${precision}` };
}

const rowSets: readonly RowSet[] = ["gsm8k", "synthetic"];

/** Every comparison of the benchmark with TRL on a CPU. */
export const cases: readonly Case[] = [
	...rowSets.flatMap((rows) =>
		[false, true].map((full) => trlCase(rows, full)),
	),
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

/** Whether it trains with torch.compile. */
export function isCompiled({ extra }: Contender): boolean {
	return extra.includes("--compile");
}

const programs: { readonly [K in Side]: string } = {
	trl: "TRL",
	temper: "Temper",
	"temper-torch": "Temper on PyTorch",
};

/** A contender in words: `TRL bf16, batch 2`, `TRL fp32, packed to 576, compiled`, `Temper int8`. */
export function contenderName(contender: Contender): string {
	const { side, precision, packing, maxLength, batch } = contender;
	return [
		`${programs[side]} ${precision}`,
		...(side === "temper"
			? []
			: [
					...(packing ? [`packed to ${maxLength}`] : []),
					...(batch > 1 || !packing ? [`batch ${batch}`] : []),
				]),
		...(contender.extra.includes("--sessions") ? ["one session"] : []),
		...(isCompiled(contender) ? ["compiled"] : []),
	].join(", ");
}
