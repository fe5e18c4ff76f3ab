import { TemperError } from "../../../core/error.ts";

/** A server that answers something else than it was asked. */
export function badAnswer(
	expected: string,
	found: string,
	hint?: string,
): TemperError {
	const parts = { where: "answer of the vLLM server", expected, found };
	return new TemperError("device", hint ? { ...parts, hint } : parts);
}

/** What can be done about a request that a server refuses, by what it says. */
const advice: readonly (readonly [RegExp, string])[] = [
	[
		/^Not Found$/,
		"Start the server with --enable-lora, and with VLLM_ALLOW_RUNTIME_LORA_UPDATING=True in its environment.",
	],
	[
		/No adapter found|No such file|not a directory/i,
		"Set engine.sampler.folder to a folder that this machine and the server see under the same path.",
	],
	[
		/max_lora_rank|LoRA rank/i,
		"Start the server with a --max-lora-rank that is not below the recipe's tune.rank.",
	],
	[
		/does not support LoRA|not supported for LoRA|enable.lora|LoRA is not enabled/i,
		"Start the server with --enable-lora; if vLLM has no LoRA for this model, leave engine.sampler out.",
	],
	[
		/context length|max_model_len/i,
		"Start the server with a larger --max-model-len.",
	],
];

/** A server that refuses a request. `doing`: what it should do, `load an adapter`. */
export function refused(doing: string, status: number, words: string) {
	const hint =
		status === 401 || status === 403
			? "Put its key into the variable VLLM_API_KEY."
			: (advice.find(([sign]) => sign.test(words))?.[1] ?? null);
	return new TemperError("device", {
		where: "vLLM server",
		expected: `it to ${doing}`,
		found: `status ${status}: ${words}`,
		...(hint !== null && { hint }),
	});
}
