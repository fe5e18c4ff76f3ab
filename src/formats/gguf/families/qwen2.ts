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

/** Qwen2 and Qwen2.5. */
export async function qwen2(gguf: GgufFile): Promise<FoundModel> {
	refuseUnknownKeys(gguf.metadata, "qwen2");
	const sizes = readDecoderSizes(gguf.metadata, "qwen2");
	const plan = new TensorPlan(gguf);
	const { vocabulary, tied } = await planEmbedding(
		gguf,
		plan,
		"model.embed_tokens.weight",
		sizes.hidden,
	);
	planDecoder(plan, sizes, {
		inputBias: true,
		outputBias: false,
		feedForwardBias: false,
		headNorms: false,
		rows: () => ({ kind: "same" }),
		norm: { kind: "same" },
		norms: llamaNorms,
	});
	plan.refuseRest();
	const config = {
		architectures: ["Qwen2ForCausalLM"],
		model_type: "qwen2",
		...decoderConfig(sizes, vocabulary, tied),
		hidden_act: "silu",
		rope_scaling: readRopeScaling(gguf.metadata, "qwen2"),
		use_sliding_window: false,
	};
	return { config, tensors: plan.tensors };
}
