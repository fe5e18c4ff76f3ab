import { mkdir, rm } from "node:fs/promises";
import { ownedFolder } from "../../../core/owned-folder.ts";
import { openModelText } from "../../../policy/model-text.ts";
import { findVllm } from "./find-vllm.ts";
import { joinServer } from "./join-server.ts";
import { VllmSampler } from "./sampler.ts";
import type { VllmServer } from "./server.ts";
import { startServer } from "./start-server.ts";

/** Which server draws samples, as a recipe says. */
export interface VllmSettings {
	/** Of a server that is running; null starts one. */
	readonly address: string | null;
	readonly name: string | null;
	/** Where adapters are put; null takes a folder of its own in the temporary folder of the system. */
	readonly folder: string | null;
	readonly arguments: readonly string[];
}

export interface ServedModelOptions {
	/** The Python of the PyTorch engine. */
	readonly python: string;
	/** The model's folder. */
	readonly model: string;
	readonly vocabSize: number;
	/** Most tokens of a prompt with its answer that the model can read. */
	readonly maxLength: number;
	/** Those of the training. */
	readonly length: number;
	/** Of the adapters. */
	readonly rank: number;
	/** How the server computes. */
	readonly dtype: "float32" | "bfloat16";
}

/** Its tokens tell tokenizers apart: words, digits, spaces and letters of several scripts. */
const probeText = "Is 3.14 > 2,718?\n\tNaïve Straße, 東京 – don't  stop.";

/**
 * Tokens for which a server that is started has room at least: tasks that watch a training may have longer prompts than its
 * rows. The whole window of a model may need more memory than there is.
 */
const leastWindow = 4096;

/**
 * A sampler of a recipe. The server is started, or joined, when the first answers are drawn. Throws `device` if a server must be
 * started and vLLM is not installed.
 */
export async function openVllmSampler(
	settings: VllmSettings,
	options: ServedModelOptions,
): Promise<VllmSampler> {
	const { address } = settings;
	const { vocabSize, maxLength } = options;
	const open =
		address === null
			? starting(settings, options)
			: () => joining(address, settings, options);
	const folder = await adapterFolder(settings.folder);
	const close = async () => {
		if (settings.folder === null) await rm(folder, { recursive: true });
	};
	return new VllmSampler({ open, close, folder, vocabSize, maxLength });
}

/**
 * Throws what would keep a sampler from opening: vLLM is not installed, or at the address there is no server of the model. Asked
 * before a training loads anything.
 */
export async function checkVllm(
	settings: VllmSettings,
	{ python, model }: Pick<ServedModelOptions, "python" | "model">,
): Promise<void> {
	const { address } = settings;
	if (address === null) findVllm(python);
	else await joining(address, settings, { model });
}

function starting(
	{ arguments: more }: VllmSettings,
	{ python, model, rank, dtype, maxLength, length }: ServedModelOptions,
): (signal?: AbortSignal) => Promise<VllmServer> {
	const program = findVllm(python);
	const window = Math.min(maxLength, Math.max(length, leastWindow));
	const options = { program, model, window, rank, dtype, arguments: more };
	return (signal) => startServer(options, signal);
}

async function joining(
	address: string,
	{ name }: VllmSettings,
	{ model }: Pick<ServedModelOptions, "model">,
): Promise<VllmServer> {
	const { tokenizer } = await openModelText(model);
	const ids = [...tokenizer.encode(probeText, { addSpecial: false })];
	return joinServer({
		...{ address, name, model, probe: { text: probeText, ids } },
		key: process.env.VLLM_API_KEY || null,
	});
}

async function adapterFolder(named: string | null): Promise<string> {
	if (named === null) return ownedFolder("temper-adapters");
	await mkdir(named, { recursive: true });
	return named;
}
