import type { GgufFile } from "../gguf-file.ts";
import type { PlannedTensor } from "../tensor-plan.ts";

/** What a GGUF file holds, in the terms of a Hugging Face folder. The writer of config.json adds the token ids. */
export interface FoundModel {
	readonly config: Readonly<Record<string, unknown>>;
	readonly tensors: readonly PlannedTensor[];
}

/** One architecture of llama.cpp. Throws `weights` for anything it does not know. */
export type Family = (gguf: GgufFile) => Promise<FoundModel>;
