import type { GgufFile } from "../gguf-file.ts";
import { readRopeScaling } from "../model-sizes.ts";
import { openDecoder, plainParts, planDecoder } from "./decoder.ts";
import type { FoundModel } from "./family.ts";

/** Qwen3, dense. */
export async function qwen3(gguf: GgufFile): Promise<FoundModel> {
	const { sizes, plan, config } = await openDecoder(gguf, "qwen3");
	planDecoder(plan, sizes, { ...plainParts, headNorms: true });
	plan.refuseRest();
	const own = {
		architectures: ["Qwen3ForCausalLM"],
		model_type: "qwen3",
		...config,
		hidden_act: "silu",
		rope_scaling: readRopeScaling(gguf.metadata, "qwen3"),
		attention_bias: false,
		use_sliding_window: false,
	};
	return { config: own, tensors: plan.tensors };
}
