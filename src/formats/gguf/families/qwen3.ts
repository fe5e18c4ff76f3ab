import type { GgufFile } from "../gguf-file.ts";
import {
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

/** Qwen3, dense. */
export async function qwen3(gguf: GgufFile): Promise<FoundModel> {
	refuseUnknownKeys(gguf.metadata, "qwen3");
	const sizes = readDecoderSizes(gguf.metadata, "qwen3");
	const plan = new TensorPlan(gguf);
	const { vocabulary, tied } = await planEmbedding(
		gguf,
		plan,
		"model.embed_tokens.weight",
		sizes.hidden,
	);
	planDecoder(plan, sizes, {
		inputBias: false,
		outputBias: false,
		feedForwardBias: false,
		headNorms: true,
		rows: () => ({ kind: "same" }),
		norm: { kind: "same" },
		norms: llamaNorms,
	});
	plan.refuseRest();
	const config = {
		architectures: ["Qwen3ForCausalLM"],
		model_type: "qwen3",
		...decoderConfig(sizes, vocabulary, tied),
		hidden_act: "silu",
		rope_scaling: readRopeScaling(gguf.metadata, "qwen3"),
		attention_bias: false,
		use_sliding_window: false,
	};
	return { config, tensors: plan.tensors };
}
