import type { Model } from "../../src/models/model.ts";
import type { Tuning } from "../../src/nn/parameters.ts";

/** Sizes that differ from each other, so that a line of a graph says which of them it is about. */
const decoder = {
	hidden_size: 8,
	intermediate_size: 12,
	num_hidden_layers: 1,
	num_attention_heads: 2,
	num_key_value_heads: 1,
	head_dim: 4,
	vocab_size: 11,
	max_position_embeddings: 16,
	rms_norm_eps: 1e-5,
};

/** One config for each family and variant, with as few layers as show all that it does. */
export const toyFamilies = {
	llama: { ...decoder, model_type: "llama" },
	mistral: { ...decoder, model_type: "mistral", sliding_window: 3 },
	qwen2: { ...decoder, model_type: "qwen2", tie_word_embeddings: true },
	qwen3: { ...decoder, model_type: "qwen3", head_dim: 6 },
	gpt2: {
		model_type: "gpt2",
		n_embd: 8,
		n_layer: 1,
		n_head: 2,
		n_positions: 16,
		vocab_size: 11,
	},
	gemma3: {
		...decoder,
		model_type: "gemma3_text",
		num_hidden_layers: 2,
		query_pre_attn_scalar: 4,
		sliding_window: 3,
		layer_types: ["sliding_attention", "full_attention"],
	},
} as const satisfies Readonly<
	Record<string, Readonly<Record<string, unknown>>>
>;

export type ToyFamily = keyof typeof toyFamilies;

/** Adapters of rank 2 on every linear layer. */
export function adapters(model: Model, dropout = 0): Tuning {
	const paths = new Set(model.architecture.linears.map(({ path }) => path));
	return { kind: "lora", rank: 2, alpha: 4, rslora: false, dropout, paths };
}
