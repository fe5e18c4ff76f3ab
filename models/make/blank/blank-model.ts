import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RandomStream } from "../../../src/core/random.ts";
import { writeSafetensors } from "../../../src/formats/safetensors/write-safetensors.ts";
import { readArchitecture } from "../../../src/models/model.ts";

const endOfText = 0;
const endOfTurn = 2;

/** What one blank model has and another has not. */
export interface BlankModel {
	readonly layers: number;
	readonly hiddenSize: number;
	readonly heads: number;
	readonly keyValueHeads: number;
	readonly intermediateSize: number;
	readonly dtype: "BF16" | "F16";
	readonly seed: number;
	/** Names the random streams that the weights are drawn from. */
	readonly stream: string;
}

const dtypeNames = { BF16: "bfloat16", F16: "float16" } as const;

function configFor(
	model: BlankModel,
	vocabulary: number,
): Record<string, unknown> {
	return {
		architectures: ["LlamaForCausalLM"],
		model_type: "llama",
		vocab_size: vocabulary,
		hidden_size: model.hiddenSize,
		intermediate_size: model.intermediateSize,
		num_hidden_layers: model.layers,
		num_attention_heads: model.heads,
		num_key_value_heads: model.keyValueHeads,
		head_dim: model.hiddenSize / model.heads,
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
		dtype: dtypeNames[model.dtype],
	};
}

/** Norms start at one; matrices at N(0, 0.06), and those that write into the residual stream at less, by depth. */
function initial(
	name: string,
	size: number,
	{ layers, seed, stream }: BlankModel,
): Float32Array {
	if (name.endsWith("norm.weight")) return new Float32Array(size).fill(1);
	const random = new RandomStream(seed, `${stream}/${name}`);
	const residual = /(o_proj|down_proj)\.weight$/.test(name);
	const scale = residual ? 0.06 / Math.sqrt(2 * layers) : 0.06;
	return Float32Array.from({ length: size }, () => scale * random.normal());
}

/** Writes a Llama model with random weights and a tied head, whole and ready to be trained. */
export async function writeBlankModel(
	folder: string,
	tokenizer: Record<string, unknown>,
	model: BlankModel,
): Promise<void> {
	const { vocab } = tokenizer.model as { vocab: Record<string, number> };
	const config = configFor(model, Object.keys(vocab).length);
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
	const { tensors } = readArchitecture(config);
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...tensors].map(([name, shape]) => ({
			name,
			shape,
			dtype: model.dtype,
			read: () =>
				initial(
					name,
					shape.reduce((a, b) => a * b, 1),
					model,
				),
		})),
	);
}
