import { matchAdapter } from "../../src/formats/peft/match-adapter.ts";
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
	architecture: Architecture,
): Promise<StoredAdapter> {
	const adapter = await readAdapter(folder);
	const { modules } = matchAdapter(adapter, architecture, folder);
	const { rank, alpha, rslora } = adapter;
	const tensors: NamedTensor[] = [];
	for (const [path, { inFeatures, outFeatures, a, b }] of modules) {
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
