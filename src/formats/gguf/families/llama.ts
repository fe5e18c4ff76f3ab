import { decodeTensor } from "../decode-tensor.ts";
import type { GgufFile } from "../gguf-file.ts";
import { findLlama3Rope } from "../llama3-rope.ts";
import {
	type DecoderSizes,
	demandEvenHead,
	readDecoderSizes,
	readRopeScaling,
	refuseUnknownKeys,
} from "../model-sizes.ts";
import { TensorPlan } from "../tensor-plan.ts";
import {
	decoderConfig,
	llamaNorms,
	planDecoder,
	planEmbedding,
} from "./decoder.ts";
import type { FoundModel } from "./family.ts";

const divisors = "rope_freqs.weight";

async function ropeScaling(
	gguf: GgufFile,
	plan: TensorPlan,
	sizes: DecoderSizes,
): Promise<unknown> {
	const named = readRopeScaling(gguf.metadata, "llama");
	if (!plan.has(divisors)) return named;
	const tensor = plan.source(divisors);
	plan.consume(divisors);
	const where = `${gguf.file}, tensor ${divisors}`;
	const values = await decodeTensor(gguf.file, tensor);
	return findLlama3Rope(values, sizes.ropeBase, sizes.headSize, where) ?? named;
}

/** Llama 2 and 3, SmolLM2, TinyLlama and the Mistral models that llama.cpp files under llama. */
export async function llama(gguf: GgufFile): Promise<FoundModel> {
	refuseUnknownKeys(gguf.metadata, "llama");
	const sizes = readDecoderSizes(gguf.metadata, "llama");
	demandEvenHead(gguf.file, sizes.headSize);
	const plan = new TensorPlan(gguf);
	const { vocabulary, tied } = await planEmbedding(
		gguf,
		plan,
		"model.embed_tokens.weight",
		sizes.hidden,
	);
	const scaling = await ropeScaling(gguf, plan, sizes);
	const attentionBias = plan.has("blk.0.attn_q.bias");
	const feedForwardBias = plan.has("blk.0.ffn_gate.bias");
	planDecoder(plan, sizes, {
		inputBias: attentionBias,
		outputBias: attentionBias,
		feedForwardBias,
		headNorms: false,
		rows: (heads) => ({ kind: "pairedRows", heads }),
		norm: { kind: "same" },
		norms: llamaNorms,
	});
	plan.refuseRest();
	const config = {
		architectures: ["LlamaForCausalLM"],
		model_type: "llama",
		...decoderConfig(sizes, vocabulary, tied),
		hidden_act: "silu",
		rope_scaling: scaling,
		attention_bias: attentionBias,
		mlp_bias: feedForwardBias,
	};
	return { config, tensors: plan.tensors };
}
