import type { StoredTensor } from "../../src/core/dtype.ts";
import { TemperError } from "../../src/core/error.ts";
import { readAdapter } from "../../src/formats/peft/read-adapter.ts";
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

/** Throws `weights` for an adapter that is more than plain LoRA of the model's linear layers. */
export async function storedAdapter(
	{ architecture }: Model,
	folder: string,
): Promise<Trained> {
	const { rank, alpha, rslora, modules } = await readAdapter(folder);
	const values = new Map<string, TrainedTensor>();
	for (const [path, { inFeatures, outFeatures, a, b }] of modules) {
		const layer = architecture.linears.find((linear) => linear.path === path);
		if (layer?.inFeatures !== inFeatures || layer.outFeatures !== outFeatures) {
			throw new TemperError("weights", {
				where: folder,
				expected: "adapters of the model's linear layers, of their sizes",
				found: `${path} [${outFeatures}, ${inFeatures}]`,
			});
		}
		const name = (side: string) => `${path}.lora_${side}.weight`;
		values.set(name("A"), { data: a, dims: [rank, inFeatures] });
		values.set(name("B"), { data: b, dims: [outFeatures, rank] });
	}
	const paths = new Set(modules.keys());
	const tuning = {
		kind: "lora",
		rank,
		alpha,
		rslora,
		dropout: 0,
		paths,
	} as const;
	return { tuning, values };
}

async function readAll(
	tensors: ReadonlyMap<string, StoredTensor>,
): Promise<Map<string, TrainedTensor>> {
	const values = new Map<string, TrainedTensor>();
	for (const [name, tensor] of tensors)
		values.set(name, { data: await readTensor(tensor), dims: tensor.shape });
	return values;
}
