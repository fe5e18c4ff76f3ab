import { join } from "node:path";
import type { StoredTensor } from "../../src/core/dtype.ts";
import { readJsonFile } from "../../src/formats/json-file.ts";
import { openSafetensors } from "../../src/formats/safetensors.ts";
import { readTensor } from "../../src/formats/tensor-data.ts";
import type { Model } from "../../src/models/model.ts";
import type { Tuning } from "../../src/nn/parameters.ts";

/** What is trained in a case, and the values it starts from by the names of the graph's inputs. */
export interface Trained {
	readonly tuning: Tuning;
	readonly values: ReadonlyMap<string, TrainedTensor>;
}

export interface TrainedTensor {
	readonly data: Float32Array;
	readonly dims: readonly number[];
}

/** Every tensor of the checkpoint. */
export async function wholeModel({ tensors }: Model): Promise<Trained> {
	return { tuning: { kind: "full" }, values: await readAll(tensors) };
}

const prefix = "base_model.model.";

export async function storedAdapter(folder: string): Promise<Trained> {
	const config = await readJsonFile(
		join(folder, "adapter_config.json"),
		"weights",
	);
	const { tensors } = await openSafetensors(
		join(folder, "adapter_model.safetensors"),
	);
	const own = new Map(
		[...tensors].map(([name, tensor]) => [name.slice(prefix.length), tensor]),
	);
	const paths = [...own.keys()].map((name) =>
		name.replace(/\.lora_[AB]\.weight$/, ""),
	);
	return {
		tuning: {
			kind: "lora",
			rank: config.r as number,
			alpha: config.lora_alpha as number,
			rslora: config.use_rslora as boolean,
			dropout: 0,
			paths: new Set(paths),
		},
		values: await readAll(own),
	};
}

async function readAll(
	tensors: ReadonlyMap<string, StoredTensor>,
): Promise<Map<string, TrainedTensor>> {
	const values = new Map<string, TrainedTensor>();
	for (const [name, tensor] of tensors)
		values.set(name, { data: await readTensor(tensor), dims: tensor.shape });
	return values;
}
