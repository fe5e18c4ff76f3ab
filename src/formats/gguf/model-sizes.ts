import { TemperError } from "../../core/error.ts";
import type { GgufMetadata } from "./gguf-metadata.ts";

/** The sizes that every decoder of the Llama anatomy has, under llama.cpp's names. */
export interface DecoderSizes {
	readonly layers: number;
	readonly hidden: number;
	readonly feedForward: number;
	readonly heads: number;
	readonly keyHeads: number;
	readonly headSize: number;
	readonly context: number;
	readonly epsilon: number;
	readonly ropeBase: number;
}

/** Keys, without the architecture's prefix, that the common sizes and rotary scaling come from, or that change nothing. */
const commonKeys = [
	"context_length",
	"embedding_length",
	"block_count",
	"feed_forward_length",
	"attention.head_count",
	"attention.head_count_kv",
	"attention.layer_norm_rms_epsilon",
	"attention.key_length",
	"attention.value_length",
	"rope.dimension_count",
	"rope.freq_base",
	"rope.scaling.type",
	"rope.scaling.factor",
	"rope.scaling.original_context_length",
	"rope.scaling.finetuned",
	"rope.scaling.yarn_attn_factor",
	"rope.scaling.yarn_beta_fast",
	"rope.scaling.yarn_beta_slow",
	"vocab_size",
	"tensor_data_layout",
	"expert_count",
	"expert_used_count",
];

/** The shortest decimal number that is the same float32: metadata holds 1e-5 as 0.00000999999974... */
export function shortDecimal(value: number): number {
	for (let digits = 1; digits < 9; digits++) {
		const short = Number(value.toPrecision(digits));
		if (Math.fround(short) === value) return short;
	}
	return value;
}

/** Throws `weights` for a key of the architecture that is not known: it may change the mathematics. */
export function refuseUnknownKeys(
	metadata: GgufMetadata,
	architecture: string,
	known: readonly string[] = [],
): void {
	const prefix = `${architecture}.`;
	for (const key of metadata.keys()) {
		if (!key.startsWith(prefix)) continue;
		const rest = key.slice(prefix.length);
		if (commonKeys.includes(rest) || known.includes(rest)) continue;
		metadata.refuse(
			key,
			`only fields of ${architecture} that Temper knows`,
			"This field may change what the model computes.",
		);
	}
}

/** Reads the common sizes. Throws `weights` for those that contradict each other. */
export function readDecoderSizes(
	metadata: GgufMetadata,
	architecture: string,
): DecoderSizes {
	const key = (name: string) => `${architecture}.${name}`;
	const count = (name: string) => metadata.count(key(name));
	const optional = (name: string) => metadata.optionalCount(key(name));
	if ((metadata.optionalNumber(key("expert_count")) ?? 0) !== 0)
		metadata.refuse(key("expert_count"), "a model without experts");
	const hidden = count("embedding_length");
	const heads = count("attention.head_count");
	const headSize = optional("attention.key_length") ?? hidden / heads;
	for (const name of ["attention.value_length", "rope.dimension_count"])
		if ((optional(name) ?? headSize) !== headSize)
			metadata.refuse(key(name), `the size of a head, ${headSize}`);
	if (!Number.isInteger(headSize))
		metadata.refuse(key("attention.head_count"), `a divisor of ${hidden}`);
	const keyHeads = optional("attention.head_count_kv") ?? heads;
	if (heads % keyHeads !== 0)
		metadata.refuse(key("attention.head_count_kv"), `a divisor of ${heads}`);
	return {
		layers: count("block_count"),
		hidden,
		feedForward: count("feed_forward_length"),
		heads,
		keyHeads,
		headSize,
		context: count("context_length"),
		epsilon: shortDecimal(
			metadata.number(key("attention.layer_norm_rms_epsilon")),
		),
		ropeBase: shortDecimal(
			metadata.optionalNumber(key("rope.freq_base")) ?? 10000,
		),
	};
}

/** `rope_scaling` of config.json from the metadata, or null. Throws `weights` for a kind that is not known. */
export function readRopeScaling(
	metadata: GgufMetadata,
	architecture: string,
): Record<string, unknown> | null {
	const key = (name: string) => `${architecture}.rope.scaling.${name}`;
	const kind = metadata.optionalText(key("type")) ?? "none";
	if (kind === "none") return null;
	if (kind !== "linear" && kind !== "yarn")
		metadata.refuse(key("type"), "none, linear or yarn");
	const factor = shortDecimal(metadata.number(key("factor")));
	if (kind === "linear") return { rope_type: "linear", factor };
	const original = metadata.count(key("original_context_length"));
	const scaling: Record<string, unknown> = {
		rope_type: "yarn",
		factor,
		original_max_position_embeddings: original,
	};
	for (const [name, field] of [
		["yarn_attn_factor", "attention_factor"],
		["yarn_beta_fast", "beta_fast"],
		["yarn_beta_slow", "beta_slow"],
	] as const) {
		const value = metadata.optionalNumber(key(name));
		if (value !== null) scaling[field] = shortDecimal(value);
	}
	return scaling;
}

/** Throws `weights` unless a head's size is even, as rotary positions need. */
export function demandEvenHead(file: string, headSize: number): void {
	if (headSize % 2 === 0) return;
	throw new TemperError("weights", {
		where: file,
		expected: "heads of an even size",
		found: `${headSize}`,
	});
}
