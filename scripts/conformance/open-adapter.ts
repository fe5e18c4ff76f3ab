import { TemperError } from "../../src/core/error.ts";
import { readAdapter } from "../../src/formats/peft/read-adapter.ts";
import type { Architecture } from "../../src/models/architecture.ts";
import type { Tuning } from "../../src/nn/parameters.ts";
import type { NamedTensor } from "../../src/runs/checkpoint.ts";

/** An adapter as a graph has it: what it stands beside, and the values of its inputs. */
export interface StoredAdapter {
	readonly tuning: Extract<Tuning, { kind: "lora" }>;
	readonly tensors: readonly NamedTensor[];
}

/** Throws `weights` for an adapter that is more than plain LoRA of the model's linear layers. */
export async function openAdapter(
	folder: string,
	{ linears }: Architecture,
): Promise<StoredAdapter> {
	const { rank, alpha, rslora, modules } = await readAdapter(folder);
	const tensors: NamedTensor[] = [];
	for (const [path, { inFeatures, outFeatures, a, b }] of modules) {
		const layer = linears.find((linear) => linear.path === path);
		if (layer?.inFeatures !== inFeatures || layer.outFeatures !== outFeatures) {
			throw new TemperError("weights", {
				where: folder,
				expected: "adapters of the model's linear layers, of their sizes",
				found: `${path} [${outFeatures}, ${inFeatures}]`,
			});
		}
		const name = (side: string) => `${path}.lora_${side}.weight`;
		tensors.push({ name: name("A"), shape: [rank, inFeatures], data: a });
		tensors.push({ name: name("B"), shape: [outFeatures, rank], data: b });
	}
	const paths = new Set(modules.keys());
	return {
		tuning: { kind: "lora", rank, alpha, rslora, dropout: 0, paths },
		tensors,
	};
}
