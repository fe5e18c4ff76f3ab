import type { GgufFile } from "../gguf-file.ts";
import { refuseUnknownKeys, shortDecimal } from "../model-sizes.ts";
import { TensorPlan } from "../tensor-plan.ts";
import { planEmbedding } from "./decoder.ts";
import type { FoundModel } from "./family.ts";

function planLayer(
	plan: TensorPlan,
	layer: number,
	hidden: number,
	feedForward: number,
): void {
	const from = `blk.${layer}`;
	const to = `transformer.h.${layer}`;
	for (const [source, name] of [
		["attn_norm", "ln_1"],
		["ffn_norm", "ln_2"],
	])
		for (const part of ["weight", "bias"])
			plan.take(`${from}.${source}.${part}`, `${to}.${name}.${part}`, [hidden]);
	for (const [source, name, inputs, outputs] of [
		["attn_qkv", "attn.c_attn", hidden, 3 * hidden],
		["attn_output", "attn.c_proj", hidden, hidden],
		["ffn_up", "mlp.c_fc", hidden, feedForward],
		["ffn_down", "mlp.c_proj", feedForward, hidden],
	] as const) {
		plan.take(
			`${from}.${source}.weight`,
			`${to}.${name}.weight`,
			[inputs, outputs],
			{
				kind: "transposed",
			},
		);
		plan.take(`${from}.${source}.bias`, `${to}.${name}.bias`, [outputs]);
	}
}

/** GPT-2, whose products are Conv1D: [in, out], transposed by llama.cpp. */
export async function gpt2(gguf: GgufFile): Promise<FoundModel> {
	const { metadata } = gguf;
	refuseUnknownKeys(metadata, "gpt2", ["attention.layer_norm_epsilon"]);
	const hidden = metadata.count("gpt2.embedding_length");
	const layers = metadata.count("gpt2.block_count");
	const feedForward = metadata.count("gpt2.feed_forward_length");
	const context = metadata.count("gpt2.context_length");
	const heads = metadata.count("gpt2.attention.head_count");
	if (hidden % heads !== 0)
		metadata.refuse("gpt2.attention.head_count", `a divisor of ${hidden}`);
	const plan = new TensorPlan(gguf);
	const { vocabulary, tied } = await planEmbedding(
		gguf,
		plan,
		"transformer.wte.weight",
		hidden,
	);
	plan.take("position_embd.weight", "transformer.wpe.weight", [
		context,
		hidden,
	]);
	for (let layer = 0; layer < layers; layer++)
		planLayer(plan, layer, hidden, feedForward);
	for (const part of ["weight", "bias"])
		plan.take(`output_norm.${part}`, `transformer.ln_f.${part}`, [hidden]);
	plan.refuseRest();
	const epsilon = metadata.number("gpt2.attention.layer_norm_epsilon");
	const config = {
		architectures: ["GPT2LMHeadModel"],
		model_type: "gpt2",
		n_embd: hidden,
		n_layer: layers,
		n_head: heads,
		n_inner: feedForward === 4 * hidden ? null : feedForward,
		n_positions: context,
		n_ctx: context,
		vocab_size: vocabulary,
		activation_function: "gelu_new",
		layer_norm_epsilon: shortDecimal(epsilon),
		attn_pdrop: 0,
		embd_pdrop: 0,
		resid_pdrop: 0,
		scale_attn_weights: true,
		scale_attn_by_inverse_layer_idx: false,
		reorder_and_upcast_attn: false,
		tie_word_embeddings: tied,
		use_cache: true,
	};
	return { config, tensors: plan.tensors };
}
