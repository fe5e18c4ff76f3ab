import { join, resolve } from "node:path";
import type { StoredTensor } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import { readJsonFile } from "../json/json-file.ts";
import { requireFinite } from "../json/require-finite.ts";
import { openSafetensors } from "../safetensors/safetensors.ts";
import { readTensor } from "../safetensors/tensor-data.ts";
import { type Adapter, type LoraModule, matchesTarget } from "./adapter.ts";
import {
	type AdapterTask,
	adapterConfigFile,
	adapterWeightsFile,
	readAdapterConfig,
	savedKey,
	savedModules,
} from "./adapter-config.ts";

/** Modules for which Temper's graphs have no adapter. */
const outside = /(^|\.)(lm_head|embed_tokens|wte|wpe)$/;

const keyPattern = /^base_model\.model\.(.+)\.lora_(A|B)\.weight$/;

interface Pair {
	A?: StoredTensor;
	B?: StoredTensor;
}

function pairUp(
	file: string,
	tensors: ReadonlyMap<string, StoredTensor>,
): Map<string, Pair> {
	const pairs = new Map<string, Pair>();
	for (const [name, tensor] of tensors) {
		const [, path, side] = keyPattern.exec(name) ?? [];
		if (path === undefined || (side !== "A" && side !== "B")) {
			throw new TemperError("weights", {
				where: `${file}, tensor ${name.slice(0, 200)}`,
				expected: "base_model.model.MODULE.lora_A.weight or lora_B.weight",
				found: "another name",
				hint: "Temper reads plain LoRA adapters of linear layers.",
			});
		}
		if (outside.test(path)) {
			throw new TemperError("weights", {
				where: `${file}, ${path}`,
				expected: "an adapter of linear layers between embedding and head",
				found: `one of ${path}`,
				hint: "Merge it with PEFT, or train without that target.",
			});
		}
		const pair = pairs.get(path) ?? {};
		pair[side] = tensor;
		pairs.set(path, pair);
	}
	return pairs;
}

async function readModule(
	file: string,
	path: string,
	{ A, B }: Pair,
	rank: number,
): Promise<LoraModule> {
	const where = `${file}, ${path}`;
	if (A === undefined || B === undefined) {
		throw new TemperError("weights", {
			where,
			expected: "lora_A and lora_B",
			found: A === undefined ? "only lora_B" : "only lora_A",
		});
	}
	const [aRows, inFeatures] = A.shape;
	const [outFeatures, bColumns] = B.shape;
	const fits =
		A.shape.length === 2 &&
		B.shape.length === 2 &&
		aRows === rank &&
		bColumns === rank;
	if (!fits || inFeatures === undefined || outFeatures === undefined) {
		throw new TemperError("weights", {
			where,
			expected: `lora_A of shape [${rank}, in] and lora_B of shape [out, ${rank}]`,
			found: `[${A.shape.join(", ")}] and [${B.shape.join(", ")}]`,
		});
	}
	const [a, b] = [await readTensor(A), await readTensor(B)];
	return { inFeatures, outFeatures, a, b };
}

/** PEFT passes over tensors of modules that the config does not name. */
function requireTarget(
	file: string,
	path: string,
	targets: Adapter["targets"],
): void {
	if (targets?.some((target) => matchesTarget(path, target)) ?? true) return;
	throw new TemperError("weights", {
		where: `${file}, ${path}`,
		expected: "one of the target_modules of adapter_config.json",
		found: "none of them",
	});
}

/** What a PEFT folder holds. */
export interface AdapterFolder {
	readonly adapter: Adapter;
	/** Weights of modules that were trained whole, by the module's name. */
	readonly saved: ReadonlyMap<string, StoredTensor>;
	/** The file of the weights. */
	readonly file: string;
}

/** Takes the tensors of modules that were trained whole out of the others. */
function takeSaved(
	tensors: Map<string, StoredTensor>,
	task: AdapterTask,
): Map<string, StoredTensor> {
	const saved = new Map<string, StoredTensor>();
	for (const name of savedModules[task]) {
		const key = savedKey(name);
		const tensor = tensors.get(key);
		if (tensor) saved.set(name, tensor);
		tensors.delete(key);
	}
	return saved;
}

/**
 * Reads a PEFT folder of a task: `adapter_config.json` and `adapter_model.safetensors`. Throws `weights` for anything that
 * is damaged, inconsistent, for another task, or more than plain LoRA and the modules that the task trains whole.
 */
export async function readAdapterFolder(
	folder: string,
	task: AdapterTask,
): Promise<AdapterFolder> {
	const configFile = join(resolve(folder), adapterConfigFile);
	const config = readAdapterConfig(
		configFile,
		await readJsonFile(configFile, "weights"),
		task,
	);
	const file = join(resolve(folder), adapterWeightsFile);
	const tensors = new Map((await openSafetensors(file)).tensors);
	for (const tensor of tensors.values()) await requireFinite(tensor);
	const saved = takeSaved(tensors, task);
	const modules = new Map<string, LoraModule>();
	for (const [path, pair] of pairUp(file, tensors)) {
		requireTarget(file, path, config.targets);
		modules.set(path, await readModule(file, path, pair, config.rank));
	}
	if (modules.size === 0) {
		throw new TemperError("weights", {
			where: file,
			expected: "at least one adapted module",
			found: "none",
		});
	}
	return { adapter: { ...config, modules }, saved, file };
}

/** Reads a PEFT LoRA adapter of a language model. Throws `weights` as `readAdapterFolder` does. */
export async function readAdapter(folder: string): Promise<Adapter> {
	return (await readAdapterFolder(folder, "CAUSAL_LM")).adapter;
}
