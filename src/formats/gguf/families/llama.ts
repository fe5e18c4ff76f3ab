import { decodeTensor } from "../decode-tensor.ts";
import type { GgufFile } from "../gguf-file.ts";
import { findLlama3Rope } from "../llama3-rope.ts";
import {
	type DecoderSizes,
	demandEvenHead,
	readRopeScaling,
} from "../model-sizes.ts";
import type { TensorPlan } from "../tensor-plan.ts";
import { openDecoder, plainParts, planDecoder } from "./decoder.ts";
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
	const { sizes, plan, config } = await openDecoder(gguf, "llama");
	demandEvenHead(gguf.file, sizes.headSize);
	const scaling = await ropeScaling(gguf, plan, sizes);
	const attentionBias = plan.has("blk.0.attn_q.bias");
	const feedForwardBias = plan.has("blk.0.ffn_gate.bias");
	planDecoder(plan, sizes, {
		...plainParts,
		inputBias: attentionBias,
		outputBias: attentionBias,
		feedForwardBias,
		rows: (heads) => ({ kind: "pairedRows", heads }),
	});
	plan.refuseRest();
	const own = {
		architectures: ["LlamaForCausalLM"],
		model_type: "llama",
		...config,
		hidden_act: "silu",
		rope_scaling: scaling,
		attention_bias: attentionBias,
		mlp_bias: feedForwardBias,
	};
	return { config: own, tensors: plan.tensors };
}
