import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { generationConfigFile } from "../generation-config.ts";
import { writeJsonFile } from "../json/json-file.ts";
import {
	type TensorSource,
	writeSafetensors,
} from "../safetensors/write-safetensors.ts";
import { writeFolderAtomic } from "../write-atomic.ts";
import { type Adapter, matchesTarget } from "./adapter.ts";
import {
	type AdapterTask,
	adapterConfigFile,
	adapterWeightsFile,
	writeAdapterConfig,
} from "./adapter-config.ts";

function targetsOf(adapter: Adapter): string[] {
	const paths = [...adapter.modules.keys()];
	const targets = adapter.targets ?? [
		...new Set(paths.map((path) => path.slice(path.lastIndexOf(".") + 1))),
	];
	for (const path of paths) {
		if (targets.some((target) => matchesTarget(path, target))) continue;
		throw new TemperError("internal", {
			where: `module ${path}`,
			expected: "one of the adapter's targets to select it",
			found: targets.join(", "),
		});
	}
	return [...targets].sort();
}

function sourcesOf(adapter: Adapter): TensorSource[] {
	const { rank, modules } = adapter;
	return [...modules].flatMap(([path, module]) => {
		const key = `base_model.model.${path}`;
		const { a, b, inFeatures, outFeatures } = module;
		const dtype = "F32" as const;
		return [
			{
				name: `${key}.lora_A.weight`,
				dtype,
				shape: [rank, inFeatures],
				read: () => a,
			},
			{
				name: `${key}.lora_B.weight`,
				dtype,
				shape: [outFeatures, rank],
				read: () => b,
			},
		];
	});
}

export interface AdapterFolder {
	readonly adapter: Adapter;
	readonly task: AdapterTask;
	/** Weights of modules that were trained whole. */
	readonly saved: readonly TensorSource[];
	/** For engines that need one in addition to the base's; null if the base's own is enough. */
	readonly generationConfig: Readonly<Record<string, unknown>> | null;
}

/** Writes a PEFT folder of a task, float32, which appears whole or not at all. Throws `disk`. */
export async function writeAdapterFolder(
	folder: string,
	{ adapter, task, saved, generationConfig }: AdapterFolder,
): Promise<void> {
	const config = writeAdapterConfig(adapter, targetsOf(adapter), task);
	const sources = [...sourcesOf(adapter), ...saved];
	await writeFolderAtomic(folder, async (temporary) => {
		await writeJsonFile(join(temporary, adapterConfigFile), config);
		await writeSafetensors(join(temporary, adapterWeightsFile), sources);
		if (generationConfig !== null)
			await writeJsonFile(
				join(temporary, generationConfigFile),
				generationConfig,
			);
	});
}

/**
 * Writes an adapter of a language model, for PEFT with transformers, vLLM and llama.cpp's converter. A generation config
 * is added if the base's does not list the tokens with which training taught answers to end. Throws `disk`.
 */
export async function writeAdapter(
	folder: string,
	adapter: Adapter,
	generationConfig: AdapterFolder["generationConfig"] = null,
): Promise<void> {
	const parts = { adapter, generationConfig, saved: [] };
	await writeAdapterFolder(folder, { ...parts, task: "CAUSAL_LM" });
}
