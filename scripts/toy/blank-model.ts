import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RandomStream } from "../../src/core/random.ts";
import { writeSafetensors } from "../../src/formats/write-safetensors.ts";
import { readArchitecture } from "../../src/models/model.ts";

const endOfText = 0;
const endOfTurn = 2;

function configFor(vocabulary: number): Record<string, unknown> {
	return {
		architectures: ["LlamaForCausalLM"],
		model_type: "llama",
		vocab_size: vocabulary,
		hidden_size: 96,
		intermediate_size: 256,
		num_hidden_layers: 4,
		num_attention_heads: 6,
		num_key_value_heads: 2,
		head_dim: 16,
		hidden_act: "silu",
		max_position_embeddings: 1024,
		rope_theta: 10000,
		rms_norm_eps: 1e-5,
		attention_bias: false,
		mlp_bias: false,
		tie_word_embeddings: true,
		initializer_range: 0.02,
		bos_token_id: null,
		eos_token_id: endOfTurn,
		pad_token_id: endOfText,
		dtype: "bfloat16",
	};
}

/** Norms start at one; matrices at N(0, 0.06), and those that write into the residual stream at less, by depth. */
function initial(
	name: string,
	size: number,
	layers: number,
	seed: number,
): Float32Array {
	if (name.endsWith("norm.weight")) return new Float32Array(size).fill(1);
	const random = new RandomStream(seed, `lab/${name}`);
	const residual = /(o_proj|down_proj)\.weight$/.test(name);
	const scale = residual ? 0.06 / Math.sqrt(2 * layers) : 0.06;
	return Float32Array.from({ length: size }, () => scale * random.normal());
}

/** A Llama model with random weights in bfloat16, whole and ready to be trained. */
export async function writeBlankModel(
	folder: string,
	tokenizer: Record<string, unknown>,
	seed: number,
): Promise<void> {
	const { vocab } = tokenizer.model as { vocab: Record<string, number> };
	const config = configFor(Object.keys(vocab).length);
	const json = (name: string, value: unknown) =>
		writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
	mkdirSync(folder, { recursive: true });
	json("config.json", config);
	json("generation_config.json", {
		eos_token_id: [endOfTurn, endOfText],
		pad_token_id: endOfText,
	});
	json("tokenizer_config.json", {
		bos_token: null,
		eos_token: "<|im_end|>",
		pad_token: "<|endoftext|>",
		unk_token: null,
		model_max_length: 1024,
		clean_up_tokenization_spaces: false,
		tokenizer_class: "PreTrainedTokenizerFast",
	});
	writeFileSync(
		join(folder, "tokenizer.json"),
		`${JSON.stringify(tokenizer)}\n`,
	);
	copyFileSync(
		join(import.meta.dirname, "chat_template.jinja"),
		join(folder, "chat_template.jinja"),
	);
	const { tensors, layers } = readArchitecture(config);
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...tensors].map(([name, shape]) => ({
			name,
			shape,
			dtype: "BF16",
			read: () =>
				initial(
					name,
					shape.reduce((a, b) => a * b, 1),
					layers,
					seed,
				),
		})),
	);
}
