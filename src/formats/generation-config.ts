import type { ModelFiles } from "./model-files.ts";

/** The file by which transformers and vLLM know where an answer ends. */
export const generationConfigFile = "generation_config.json";

const idNames = ["bos_token_id", "eos_token_id", "pad_token_id"] as const;

/**
 * A generation config in which each of these ids ends an answer, or null if the model's own already says so. A model
 * without one gets the ids of its `config.json`, as transformers reads them there.
 */
export function generationConfigEndingAt(
	{ config, generationConfig }: Pick<ModelFiles, "config" | "generationConfig">,
	ids: Iterable<number>,
): Record<string, unknown> | null {
	const own = generationConfig ?? idsOf(config);
	const ends = [own.eos_token_id ?? []].flat();
	const missing = [...ids].filter((id) => !ends.includes(id));
	return missing.length === 0
		? null
		: { ...own, eos_token_id: [...ends, ...missing] };
}

function idsOf(config: Record<string, unknown>): Record<string, unknown> {
	const known = idNames.filter((name) => (config[name] ?? null) !== null);
	return Object.fromEntries(known.map((name) => [name, config[name]]));
}
