import { isAbsolute } from "node:path";
import type { SamplerRecipe } from "../schemas/engine-schema.ts";
import type { Recipe } from "../schemas/recipe-schema.ts";
import { refuse } from "./refuse.ts";

/** The highest rank of adapters that vLLM loads. */
const highestRank = 512;

/** Throws `recipe` for a sampler that cannot follow what is trained, or whose settings exclude each other. */
export function refuseSampler(
	sampler: SamplerRecipe,
	tune: Recipe["tune"],
): void {
	if (sampler.kind !== "vllm") return;
	const { address, name, folder, arguments: words } = sampler;
	if (tune.kind === "full")
		refuse(
			"engine.sampler",
			"auto or hf with tune full",
			"vllm",
			"A vLLM server loads new adapters while it runs, but no new weights of the whole model: let transformers draw the samples (engine.sampler: hf), or train an adapter.",
		);
	if (tune.rank > highestRank)
		refuse(
			"tune.rank",
			`at most ${highestRank} with engine.sampler vllm`,
			String(tune.rank),
			"vLLM loads no larger adapters: lower the rank, or set engine.sampler to hf.",
		);
	if (address !== null && words.length > 0)
		refuse(
			"engine.sampler.arguments",
			"none with engine.sampler.address",
			words.join(" "),
			"They are for a server that this command starts: pass them where the running one is started.",
		);
	if (address === null && name !== null)
		refuse(
			"engine.sampler.name",
			"none without engine.sampler.address",
			name,
			"A server that this command starts gets a name by itself.",
		);
	if (folder !== null && !isAbsolute(folder))
		refuse(
			"engine.sampler.folder",
			"an absolute path, because a server may run on another machine",
			folder,
			"",
		);
}
