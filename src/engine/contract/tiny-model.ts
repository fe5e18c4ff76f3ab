import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RandomStream } from "../../core/random.ts";
import type { Example } from "../../data/example.ts";
import { writeSafetensors } from "../../formats/safetensors/write-safetensors.ts";
import { readArchitecture } from "../../models/model.ts";

const sizes = { layers: 1, hidden: 16, words: 24, positions: 32 };

/** Configs of one-layer models, one for each anatomy that the contract covers. */
export const tinyConfigs = {
	llama: {
		model_type: "llama",
		architectures: ["LlamaForCausalLM"],
		hidden_size: sizes.hidden,
		intermediate_size: 24,
		num_hidden_layers: sizes.layers,
		num_attention_heads: 4,
		num_key_value_heads: 2,
		vocab_size: sizes.words,
		max_position_embeddings: sizes.positions,
		rms_norm_eps: 1e-5,
		hidden_act: "silu",
		tie_word_embeddings: true,
	},
	gpt2: {
		model_type: "gpt2",
		architectures: ["GPT2LMHeadModel"],
		n_embd: sizes.hidden,
		n_layer: sizes.layers,
		n_head: 4,
		vocab_size: sizes.words,
		n_positions: sizes.positions,
		layer_norm_epsilon: 1e-5,
		activation_function: "gelu_new",
		bos_token_id: 0,
		eos_token_id: 0,
	},
} as const;

export type TinyFamily = keyof typeof tinyConfigs;

export const tinyFamilies = Object.keys(tinyConfigs) as TinyFamily[];

/** Writes a model of random float32 weights, without a tokenizer, into an existing folder. The weights are always the same. */
export async function writeTinyModel(
	folder: string,
	family: TinyFamily,
): Promise<void> {
	const config = tinyConfigs[family];
	await writeFile(join(folder, "config.json"), JSON.stringify(config));
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...readArchitecture(config).tensors].map(([name, shape]) => ({
			...{ name, shape, dtype: "F32" as const },
			read: () => weights(name, shape),
		})),
	);
}

/** Norms near 1; matrices whose outputs are about as large as their inputs; biases near 0. */
function weights(name: string, shape: readonly number[]): Float32Array {
	const stream = new RandomStream(3, name);
	const size = shape.reduce((product, n) => product * n, 1);
	const isVector = shape.length === 1;
	const isNorm = isVector && name.endsWith("weight");
	const spread = isVector ? 0.1 : 1 / Math.sqrt(sizes.hidden);
	return Float32Array.from(
		{ length: size },
		() => (isNorm ? 1 : 0) + spread * stream.normal(),
	);
}

/** Rows of 5 to 9 random tokens whose second part is the answer; every other one is liked. */
export function tinyRows(count: number): Example[] {
	const stream = new RandomStream(8, "rows");
	return Array.from({ length: count }, (_, i) => {
		const length = 5 + ((3 * i) % 5);
		const ids = Int32Array.from({ length }, () => stream.integer(sizes.words));
		const mask = Uint8Array.from(ids, (_, t) => (t >= 2 + (i % 2) ? 1 : 0));
		return { id: `rows:${i + 1}`, ids, mask, liked: i % 2 === 0 };
	});
}
