import type { GgufFile } from "../gguf-file.ts";
import { readRopeScaling } from "../model-sizes.ts";
import { openDecoder, plainParts, planDecoder } from "./decoder.ts";
import type { FoundModel } from "./family.ts";

/** Qwen2 and Qwen2.5. */
export async function qwen2(gguf: GgufFile): Promise<FoundModel> {
	const { sizes, plan, config } = await openDecoder(gguf, "qwen2");
	planDecoder(plan, sizes, { ...plainParts, inputBias: true });
	plan.refuseRest();
	const own = {
		architectures: ["Qwen2ForCausalLM"],
		model_type: "qwen2",
		...config,
		hidden_act: "silu",
		rope_scaling: readRopeScaling(gguf.metadata, "qwen2"),
		use_sliding_window: false,
	};
	return { config: own, tensors: plan.tensors };
}
