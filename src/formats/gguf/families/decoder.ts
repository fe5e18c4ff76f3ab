import { readAt, withFile } from "../../read-at.ts";
import type { GgufFile, GgufTensor } from "../gguf-file.ts";
import {
	type DecoderSizes,
	readDecoderSizes,
	refuseUnknownKeys,
} from "../model-sizes.ts";
import { type Layout, TensorPlan } from "../tensor-plan.ts";

/** Which optional parts an attention layer of the Llama anatomy has. */
export interface DecoderParts {
	/** Biases on queries, keys and values. */
	readonly inputBias: boolean;
	/** A bias on the attention's output. */
	readonly outputBias: boolean;
	/** Biases in the feed-forward layer. */
	readonly feedForwardBias: boolean;
	/** Norms of each head's queries and keys. */
	readonly headNorms: boolean;
	/** How rows of queries and keys lie. */
	readonly rows: (heads: number) => Layout;
	/** Layout of every norm's weight. */
	readonly norm: Layout;
	/** Names of the norms of a layer: llama.cpp's, Hugging Face's. */
	readonly norms: Readonly<Record<string, string>>;
}

const llamaNorms = {
	attn_norm: "input_layernorm",
	ffn_norm: "post_attention_layernorm",
} as const;

/** An attention layer without optional parts, whose rows and norms are stored as Hugging Face has them. */
export const plainParts: DecoderParts = {
	inputBias: false,
	outputBias: false,
	feedForwardBias: false,
	headNorms: false,
	rows: () => ({ kind: "same" }),
	norm: { kind: "same" },
	norms: llamaNorms,
};

function planAttention(
	plan: TensorPlan,
	from: string,
	to: string,
	sizes: DecoderSizes,
	parts: DecoderParts,
): void {
	const { hidden, heads, keyHeads, headSize } = sizes;
	const products = [
		["attn_q", "q_proj", heads, parts.rows(heads)],
		["attn_k", "k_proj", keyHeads, parts.rows(keyHeads)],
		["attn_v", "v_proj", keyHeads, { kind: "same" }],
	] as const;
	for (const [source, name, count, layout] of products) {
		const rows = count * headSize;
		const target = `${to}.self_attn.${name}`;
		plan.take(
			`${from}.${source}.weight`,
			`${target}.weight`,
			[rows, hidden],
			layout,
		);
		if (parts.inputBias)
			plan.take(`${from}.${source}.bias`, `${target}.bias`, [rows], layout);
	}
	const output = `${to}.self_attn.o_proj`;
	plan.take(`${from}.attn_output.weight`, `${output}.weight`, [
		hidden,
		heads * headSize,
	]);
	if (parts.outputBias)
		plan.take(`${from}.attn_output.bias`, `${output}.bias`, [hidden]);
	if (!parts.headNorms) return;
	for (const name of ["q", "k"])
		plan.take(
			`${from}.attn_${name}_norm.weight`,
			`${to}.self_attn.${name}_norm.weight`,
			[headSize],
			parts.norm,
		);
}

function planFeedForward(
	plan: TensorPlan,
	from: string,
	to: string,
	sizes: DecoderSizes,
	bias: boolean,
): void {
	const { hidden, feedForward } = sizes;
	for (const [name, rows, columns] of [
		["gate", feedForward, hidden],
		["up", feedForward, hidden],
		["down", hidden, feedForward],
	] as const) {
		const source = `${from}.ffn_${name}`;
		const target = `${to}.mlp.${name}_proj`;
		plan.take(`${source}.weight`, `${target}.weight`, [rows, columns]);
		if (bias) plan.take(`${source}.bias`, `${target}.bias`, [rows]);
	}
}

async function sameBytes(
	gguf: GgufFile,
	a: GgufTensor,
	b: GgufTensor,
): Promise<boolean> {
	if (a.format !== b.format || a.length !== b.length) return false;
	return withFile(gguf.file, "weights", async (handle) => {
		const step = 1 << 22;
		for (let done = 0; done < a.length; done += step) {
			const parts = await Promise.all(
				[a, b].map(async (tensor) => {
					const bytes = Buffer.alloc(Math.min(step, a.length - done));
					await readAt(
						handle,
						gguf.file,
						"weights",
						tensor.offset + done,
						bytes,
					);
					return bytes;
				}),
			);
			if (!(parts[0] as Buffer).equals(parts[1] as Buffer)) return false;
		}
		return true;
	});
}

/**
 * Plans the embedding and the head, and says whether they are tied: llama.cpp leaves the head out of tied models,
 * or, in older files, writes the embedding twice.
 */
export async function planEmbedding(
	gguf: GgufFile,
	plan: TensorPlan,
	embedding: string,
	hidden: number,
): Promise<{ vocabulary: number; tied: boolean }> {
	const table = plan.source("token_embd.weight");
	const vocabulary = table.shape[0] ?? 0;
	plan.take("token_embd.weight", embedding, [vocabulary, hidden]);
	if (!plan.has("output.weight")) return { vocabulary, tied: true };
	if (await sameBytes(gguf, table, plan.source("output.weight"))) {
		plan.consume("output.weight");
		return { vocabulary, tied: true };
	}
	plan.take("output.weight", "lm_head.weight", [vocabulary, hidden]);
	return { vocabulary, tied: false };
}

/** Plans all layers and the last norm of a decoder of the Llama anatomy. */
export function planDecoder(
	plan: TensorPlan,
	sizes: DecoderSizes,
	parts: DecoderParts,
): void {
	const { hidden, layers } = sizes;
	for (let layer = 0; layer < layers; layer++) {
		const from = `blk.${layer}`;
		const to = `model.layers.${layer}`;
		for (const [source, name] of Object.entries(parts.norms))
			plan.take(
				`${from}.${source}.weight`,
				`${to}.${name}.weight`,
				[hidden],
				parts.norm,
			);
		planAttention(plan, from, to, sizes, parts);
		planFeedForward(plan, from, to, sizes, parts.feedForwardBias);
	}
	plan.take("output_norm.weight", "model.norm.weight", [hidden], parts.norm);
}

/** A file of the Llama anatomy with its embedding and head planned, and the fields of config.json that follow from it. */
export interface OpenedDecoder {
	readonly sizes: DecoderSizes;
	readonly plan: TensorPlan;
	readonly config: Readonly<Record<string, unknown>>;
}

/** Reads a decoder of the Llama anatomy; `known`: keys that this architecture has besides the common ones. Throws `weights`. */
export async function openDecoder(
	gguf: GgufFile,
	architecture: string,
	known: readonly string[] = [],
): Promise<OpenedDecoder> {
	refuseUnknownKeys(gguf.metadata, architecture, known);
	const sizes = readDecoderSizes(gguf.metadata, architecture);
	const plan = new TensorPlan(gguf);
	const embedding = "model.embed_tokens.weight";
	const table = await planEmbedding(gguf, plan, embedding, sizes.hidden);
	const { vocabulary, tied } = table;
	return { sizes, plan, config: decoderConfig(sizes, vocabulary, tied) };
}

/** The fields of config.json that all decoders of the Llama anatomy share. */
function decoderConfig(
	sizes: DecoderSizes,
	vocabulary: number,
	tied: boolean,
): Record<string, unknown> {
	return {
		hidden_size: sizes.hidden,
		intermediate_size: sizes.feedForward,
		num_hidden_layers: sizes.layers,
		num_attention_heads: sizes.heads,
		num_key_value_heads: sizes.keyHeads,
		head_dim: sizes.headSize,
		max_position_embeddings: sizes.context,
		rms_norm_eps: sizes.epsilon,
		rope_theta: sizes.ropeBase,
		vocab_size: vocabulary,
		tie_word_embeddings: tied,
		use_cache: true,
	};
}
