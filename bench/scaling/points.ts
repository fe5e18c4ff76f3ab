import type { Precision } from "../../src/nn/parameters.ts";

/** One measurement of the scaling table: a LoRA step of rank 8 on all linear layers. */
export interface Point {
	readonly shape: ShapeName;
	readonly precision: Precision;
	/** Tokens of each row; the second half is supervised. */
	readonly rowTokens: number;
	/** Rows of a micro-batch, which is a step here. Two sessions compute half of them each. */
	readonly rows: number;
	readonly threads: number;
	/** Whether each layer is computed once more in the backward pass, without which long rows do not fit. */
	readonly recompute: boolean;
}

/** Sizes of a decoder of the Llama family. */
interface Sizes {
	readonly layers: number;
	readonly hidden: number;
	readonly intermediate: number;
	readonly heads: number;
	readonly keyValueHeads: number;
}

/** Shapes with SmolLM2's vocabulary; 135m and 360m are SmolLM2's own. */
export const shapes = {
	"35m": {
		...{ layers: 12, hidden: 320, intermediate: 1024 },
		...{ heads: 10, keyValueHeads: 5 },
	},
	"135m": {
		...{ layers: 30, hidden: 576, intermediate: 1536 },
		...{ heads: 9, keyValueHeads: 3 },
	},
	"360m": {
		...{ layers: 32, hidden: 960, intermediate: 2560 },
		...{ heads: 15, keyValueHeads: 5 },
	},
	"1b": {
		...{ layers: 24, hidden: 1792, intermediate: 4864 },
		...{ heads: 28, keyValueHeads: 4 },
	},
} as const satisfies Record<string, Sizes>;

export type ShapeName = keyof typeof shapes;

/** The config of a shape, as `config.json` has it. */
export function configOf(name: ShapeName): Record<string, unknown> {
	const { layers, hidden, intermediate, heads, keyValueHeads } = shapes[name];
	return {
		...{ model_type: "llama", hidden_act: "silu", rms_norm_eps: 1e-5 },
		...{ hidden_size: hidden, intermediate_size: intermediate },
		num_hidden_layers: layers,
		num_attention_heads: heads,
		num_key_value_heads: keyValueHeads,
		...{ vocab_size: 49152, tie_word_embeddings: true },
		...{ max_position_embeddings: 8192, rope_theta: 100000 },
	};
}

/** A series of points that differ in one quantity. */
export interface Sweep {
	readonly name: string;
	/** Of its panel in the picture. */
	readonly title: string;
	/** Of the picture's vertical axis. */
	readonly scale: "linear" | "log";
	/** The quantity that varies, as the table's first column. */
	readonly varies: string;
	readonly value: (point: Point) => string;
	readonly points: readonly Point[];
}

/** The point that all sweeps go through: 512 tokens of four rows. */
const base: Omit<Point, "threads"> = {
	...{ shape: "135m", precision: "int8" },
	...{ rowTokens: 128, rows: 4, recompute: false },
};

/** The sweeps on a machine of a number of threads, each in int8 and float32. */
export function sweeps(threads: number): Sweep[] {
	const both = (part: Partial<Point>): Point[] =>
		(["int8", "float32"] as const).map((precision) => ({
			...base,
			...{ threads, ...part, precision },
		}));
	const of = <T>(values: readonly T[], part: (value: T) => Partial<Point>) =>
		values.flatMap((value) => both(part(value)));
	const counts = [1, 2, 4, 8, 16, 32, 64].filter((n) => n <= threads);
	return [
		{
			...{ name: "size", title: "by model size", scale: "log" },
			...{ varies: "weights", value: ({ shape }) => shape },
			points: of(Object.keys(shapes) as ShapeName[], (shape) => ({ shape })),
		},
		{
			...{ name: "row", title: "by length of a row", scale: "linear" },
			varies: "tokens of each of two rows (*: recompute)",
			value: ({ rowTokens, recompute }) =>
				recompute ? `${rowTokens}*` : `${rowTokens}`,
			points: of([64, 256, 512, 1024, 2048, 4096], (rowTokens) => ({
				...{ rowTokens, rows: 2, recompute: rowTokens > 1024 },
			})),
		},
		{
			...{ name: "micro-batch", title: "by rows of a micro-batch" },
			...{ scale: "linear", varies: "rows of 128 tokens" },
			value: ({ rows }) => `${rows}`,
			points: of([1, 2, 4, 8, 16], (rows) => ({ rows })),
		},
		{
			...{ name: "threads", title: "by threads", scale: "linear" },
			varies: "threads",
			value: ({ threads: n }) => `${n}`,
			points: of([...counts], (n) => ({ threads: n })),
		},
	];
}

/** Equal for points that are the same measurement. */
export function pointKey(point: Point): string {
	const { shape, precision, rowTokens, rows, threads, recompute } = point;
	return `${shape}, ${precision}, ${rows} x ${rowTokens} tokens, ${threads} threads${recompute ? ", recomputed" : ""}`;
}
