import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeSafetensors } from "../../formats/safetensors/write-safetensors.ts";
import { readArchitecture } from "../../models/model.ts";

const tokenizer = fileURLToPath(
	new URL("../../../test/fixtures/tiny-tokenizer", import.meta.url),
);

const config = {
	model_type: "llama",
	architectures: ["LlamaForCausalLM"],
	hidden_size: 16,
	intermediate_size: 32,
	num_hidden_layers: 2,
	num_attention_heads: 2,
	num_key_value_heads: 1,
	vocab_size: 420,
	max_position_embeddings: 128,
	rms_norm_eps: 1e-5,
	hidden_act: "silu",
	tie_word_embeddings: true,
};

/** Writes a Llama of two layers, whose weights are all 0, with a tokenizer and a template. */
export async function writeTinyModel(folder: string): Promise<void> {
	cpSync(tokenizer, folder, { recursive: true });
	writeFileSync(join(folder, "config.json"), JSON.stringify(config));
	const { tensors } = readArchitecture(config);
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...tensors].map(([name, shape]) => ({
			name,
			shape,
			dtype: "BF16" as const,
			read: () => new Float32Array(shape.reduce((a, b) => a * b, 1)),
		})),
	);
}
