import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import { readError } from "../core/file-error.ts";
import { blocksFile, withBlocks } from "./blocks/stored-blocks.ts";
import { readJsonFile } from "./json/json-file.ts";
import { isObject, kindOf } from "./json/parse-json.ts";
import { openSafetensors } from "./safetensors/safetensors.ts";

/** A Hugging Face model folder: its settings, and the location of each tensor. Holds no weights. */
export interface ModelFiles {
	/** Absolute path. */
	readonly folder: string;
	readonly config: Readonly<Record<string, unknown>>;
	readonly generationConfig: Readonly<Record<string, unknown>> | null;
	readonly tensors: ReadonlyMap<string, StoredTensor>;
}

export const weightsFile = "model.safetensors";
export const weightsIndexFile = "model.safetensors.index.json";

async function listFolder(folder: string): Promise<Set<string>> {
	try {
		return new Set(await readdir(folder));
	} catch (error) {
		const expected = "a folder with a model in it";
		if (
			/\.gguf$/i.test(folder) &&
			(error as NodeJS.ErrnoException).code === "ENOTDIR"
		) {
			throw new TemperError("weights", {
				where: folder,
				expected,
				found: "a GGUF file",
				hint: "Import it into a folder first: npx temper-lm pull FILE.gguf.",
			});
		}
		throw readError(error, "weights", folder, expected);
	}
}

function refuseWithoutWeights(folder: string, names: Set<string>): never {
	const has = (pattern: RegExp) => [...names].find((n) => pattern.test(n));
	const other =
		has(/\.(bin|pt|pth)$/) ?? has(/\.gguf$/) ?? has(/\.safetensors$/);
	const hint = other?.endsWith(".gguf")
		? "Import the GGUF file into a folder first: npx temper-lm pull FILE.gguf."
		: "Temper reads weights only from safetensors files.";
	throw new TemperError("weights", {
		where: folder,
		expected: `${weightsFile} or ${weightsIndexFile}`,
		found: other === undefined ? "no weights" : `only ${other}`,
		hint,
	});
}

function shardOf(index: string, name: string, shard: unknown): string {
	if (typeof shard === "string" && /^[^/\\]+\.safetensors$/.test(shard))
		return shard;
	throw new TemperError("weights", {
		where: `${index}, weight_map ${JSON.stringify(name)}`,
		expected: "the name of a safetensors file in the same folder",
		found: typeof shard === "string" ? JSON.stringify(shard) : kindOf(shard),
	});
}

async function openShards(
	folder: string,
	names: Set<string>,
): Promise<ReadonlyMap<string, StoredTensor>> {
	const index = join(folder, weightsIndexFile);
	const { weight_map: map } = await readJsonFile(index, "weights");
	if (!isObject(map)) {
		throw new TemperError("weights", {
			where: `${index}, weight_map`,
			expected: "an object from tensor names to files",
			found: kindOf(map),
		});
	}
	const wanted = Object.entries(map).map(
		([name, shard]) => [name, shardOf(index, name, shard)] as const,
	);
	const shards = new Map<string, ReadonlyMap<string, StoredTensor>>();
	for (const shard of new Set(wanted.map(([, shard]) => shard))) {
		if (!names.has(shard)) {
			throw new TemperError("weights", {
				where: index,
				expected: `the file ${shard} in the same folder`,
				found: "no such file",
				hint: "The download is incomplete: fetch the missing file.",
			});
		}
		shards.set(shard, (await openSafetensors(join(folder, shard))).tensors);
	}
	const tensors = new Map<string, StoredTensor>();
	for (const [name, shard] of wanted) {
		const tensor = shards.get(shard)?.get(name);
		if (tensor === undefined) {
			throw new TemperError("weights", {
				where: join(folder, shard),
				expected: `the tensor ${name}, which the index places there`,
				found: "no such tensor",
			});
		}
		tensors.set(name, tensor);
	}
	for (const shard of shards.values())
		for (const [name, tensor] of shard)
			if (!tensors.has(name)) tensors.set(name, tensor);
	return tensors;
}

/**
 * Opens a Hugging Face folder: `config.json`, `generation_config.json` if there is one, and the headers of
 * `model.safetensors` or of the files that `model.safetensors.index.json` names, and of blocks beside them. Reads no weights. Throws `weights`.
 */
export async function openModelFiles(path: string): Promise<ModelFiles> {
	const folder = resolve(path);
	const names = await listFolder(folder);
	if (!names.has("config.json")) {
		const adapter = names.has("adapter_config.json");
		throw new TemperError("weights", {
			where: folder,
			expected: "a config.json",
			found: adapter ? "an adapter without its base model" : "none",
			hint: adapter
				? "Name the base model here and give this folder as the adapter."
				: "Give the folder of a Hugging Face model.",
		});
	}
	const config = await readJsonFile(join(folder, "config.json"), "weights");
	const generationConfig = names.has("generation_config.json")
		? await readJsonFile(join(folder, "generation_config.json"), "weights")
		: null;
	const stored = await openWeights(folder, names);
	const tensors = names.has(blocksFile)
		? await withBlocks(folder, stored)
		: stored;
	return { folder, config, generationConfig, tensors };
}

async function openWeights(
	folder: string,
	names: Set<string>,
): Promise<ReadonlyMap<string, StoredTensor>> {
	if (names.has(weightsFile))
		return (await openSafetensors(join(folder, weightsFile))).tensors;
	if (!names.has(weightsIndexFile)) refuseWithoutWeights(folder, names);
	return openShards(folder, names);
}
