import type { GgufFile } from "../gguf-file.ts";
import { readRopeScaling, shortDecimal } from "../model-sizes.ts";
import { openDecoder, plainParts, planDecoder } from "./decoder.ts";
import type { FoundModel } from "./family.ts";

/** Every sixth layer sees everything, the others a window: fixed in llama.cpp as in the released models. */
const pattern = 6;

/** The 27B model alone scales its queries by the hidden size over the heads, not by the size of a head. */
const largestModelLayers = 62;

const norms = {
	attn_norm: "input_layernorm",
	post_attention_norm: "post_attention_layernorm",
	ffn_norm: "pre_feedforward_layernorm",
	post_ffw_norm: "post_feedforward_layernorm",
};

/** The text part of Gemma 3. */
export async function gemma3(gguf: GgufFile): Promise<FoundModel> {
	const { metadata } = gguf;
	const { sizes, plan, config } = await openDecoder(gguf, "gemma3", [
		"attention.sliding_window",
		"rope.freq_base_swa",
	]);
	planDecoder(plan, sizes, {
		...plainParts,
		headNorms: true,
		norm: { kind: "plusOne" },
		norms,
	});
	plan.refuseRest();
	const windowBase = metadata.optionalNumber("gemma3.rope.freq_base_swa");
	const own = {
		architectures: ["Gemma3ForCausalLM"],
		model_type: "gemma3_text",
		...config,
		hidden_activation: "gelu_pytorch_tanh",
		attention_bias: false,
		rope_scaling: readRopeScaling(metadata, "gemma3"),
		rope_local_base_freq: shortDecimal(windowBase ?? 10000),
		sliding_window: metadata.count("gemma3.attention.sliding_window"),
		layer_types: Array.from({ length: sizes.layers }, (_, layer) =>
			(layer + 1) % pattern === 0 ? "full_attention" : "sliding_attention",
		),
		query_pre_attn_scalar:
			sizes.layers === largestModelLayers
				? sizes.hidden / sizes.heads
				: sizes.headSize,
		attn_logit_softcapping: null,
		final_logit_softcapping: null,
	};
	return { config: own, tensors: plan.tensors };
}
