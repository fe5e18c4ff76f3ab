import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RandomStream } from "../../core/random.ts";
import { openSafetensors } from "../../formats/safetensors/safetensors.ts";
import { writeSafetensors } from "../../formats/safetensors/write-safetensors.ts";
import {
	type Model,
	matchModel,
	readArchitecture,
} from "../../models/model.ts";

function weights(name: string, shape: readonly number[]): Float32Array {
	const stream = new RandomStream(3, name);
	const size = shape.reduce((product, n) => product * n, 1);
	const isNorm = /(norm|ln_\w+)\.weight$/.test(name);
	return Float32Array.from({ length: size }, () =>
		isNorm ? 1 + 0.2 * stream.normal() : 0.2 * stream.normal(),
	);
}

/** A model of random weights that its config describes, in a file of its own. */
export async function randomModel(
	config: Readonly<Record<string, unknown>>,
): Promise<Model> {
	const folder = mkdtempSync(join(tmpdir(), "temper-decode-"));
	const file = join(folder, "model.safetensors");
	const { tensors } = readArchitecture(config);
	await writeSafetensors(
		file,
		[...tensors].map(([name, shape]) => ({
			name,
			shape,
			dtype: "F32" as const,
			read: () => weights(name, shape),
		})),
	);
	return matchModel(config, (await openSafetensors(file)).tensors);
}

const decoder = {
	hidden_size: 32,
	intermediate_size: 48,
	num_hidden_layers: 2,
	num_attention_heads: 4,
	num_key_value_heads: 2,
	vocab_size: 61,
	max_position_embeddings: 64,
	rms_norm_eps: 1e-5,
};

/** One small config for each way in which attention differs between families. */
export const smallConfigs: Readonly<Record<string, Record<string, unknown>>> = {
	"llama, grouped queries, head size 8": { ...decoder, model_type: "llama" },
	"qwen3, head size 16, norms of heads": {
		...decoder,
		model_type: "qwen3",
		head_dim: 16,
	},
	"qwen2, biases": {
		...decoder,
		model_type: "qwen2",
		tie_word_embeddings: true,
	},
	"gpt2, head size 8": {
		model_type: "gpt2",
		n_embd: 32,
		n_layer: 2,
		n_head: 4,
		n_positions: 64,
		vocab_size: 61,
	},
	"mistral, a window of 4": {
		...decoder,
		model_type: "mistral",
		sliding_window: 4,
	},
	"gemma3, windows of 3 in some layers": {
		...decoder,
		model_type: "gemma3_text",
		num_hidden_layers: 3,
		head_dim: 12,
		query_pre_attn_scalar: 12,
		sliding_window: 3,
		layer_types: ["sliding_attention", "full_attention", "sliding_attention"],
	},
};
