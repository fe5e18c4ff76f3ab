import { basename, resolve } from "node:path";
import { TemperError } from "../../../core/error.ts";
import { type ServedModel, VllmClient } from "./client.ts";
import type { VllmServer } from "./server.ts";

/** A text, and its tokens as the model's own tokenizer makes them. */
export interface TokenProbe {
	readonly text: string;
	readonly ids: readonly number[];
}

export interface JoinOptions {
	readonly address: string;
	readonly key: string | null;
	/** Under which name the server serves the model; null: a name that ends as the folder does. */
	readonly name: string | null;
	/** The model's folder. */
	readonly model: string;
	readonly probe: TokenProbe;
}

/**
 * Joins a running server. Throws `device` if none answers there, or if it does not serve the model: its list must have a model
 * of this name, whose tokens are those of the model's own tokenizer.
 */
export async function joinServer(options: JoinOptions): Promise<VllmServer> {
	const { address, key, probe } = options;
	const where = `engine.sampler.address ${address}`;
	const client = new VllmClient({ address, key });
	if (!(await client.isReady()))
		throw new TemperError("device", {
			...{ where, expected: "a vLLM server that is ready" },
			found: "no answer to a request for /health",
			hint: "Start it with `vllm serve MODEL --enable-lora` and VLLM_ALLOW_RUNTIME_LORA_UPDATING=True, or leave the address out.",
		});
	const served = (await client.models()).filter(({ parent }) => !parent);
	const model = served.find((one) => isModel(one, options));
	if (!model)
		throw new TemperError("device", {
			...{ where, expected: `a server of ${options.name ?? options.model}` },
			found: `one of ${served.map(({ name }) => name).join(", ") || "nothing"}`,
			hint: "If this is the same model under another name, name it in engine.sampler.name.",
		});
	const ids = await client.tokens(model.name, probe.text);
	if (ids.join() !== probe.ids.join())
		throw new TemperError("device", {
			...{ where, expected: "the tokenizer of the recipe's model" },
			found: `one that splits ${JSON.stringify(probe.text)} in another way`,
			hint: "The server must serve the same model folder as the recipe names.",
		});
	return {
		...{ client, model: model.name, window: model.window },
		explain: async (error) => error,
		end: async () => {},
	};
}

/** A pulled model lies in a folder that is called as its repository. */
function isModel(
	{ name, root }: ServedModel,
	options: Pick<JoinOptions, "name" | "model">,
): boolean {
	if (options.name !== null) return name === options.name;
	const own = basename(resolve(options.model));
	return [name, root].some((one) => basename(one) === own);
}
