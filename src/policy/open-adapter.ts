import type { NamedTensor } from "../core/named-tensor.ts";
import type { Adapter } from "../formats/peft/adapter.ts";
import { matchAdapter } from "../formats/peft/match-adapter.ts";
import { readAdapter } from "../formats/peft/read-adapter.ts";
import type { ModelShape } from "../models/architecture.ts";
import type { Tuning } from "../nn/parameters.ts";

/** An adapter in the form of a graph's inputs: which layers it adapts, and its factors by input name. */
export interface OpenedAdapter {
	readonly tuning: Extract<Tuning, { kind: "lora" }>;
	readonly values: Readonly<Record<string, AdapterInput>>;
}

export interface AdapterInput {
	readonly data: Float32Array;
	readonly dims: readonly number[];
}

/** Reads a PEFT folder. Throws `weights` for an adapter that is more than plain LoRA of the model's linear layers. */
export async function openAdapter(
	folder: string,
	architecture: ModelShape,
): Promise<OpenedAdapter> {
	return placeAdapter(await readAdapter(folder), architecture, folder);
}

/** Fits an adapter to a model's layers. Throws `weights`, naming `where`, for an adapter of another model. */
export function placeAdapter(
	adapter: Adapter,
	architecture: ModelShape,
	where: string,
): OpenedAdapter {
	const { modules } = matchAdapter(adapter, architecture, where);
	const { rank, alpha, rslora } = adapter;
	const values: Record<string, AdapterInput> = {};
	for (const [path, { inFeatures, outFeatures, a, b }] of modules) {
		values[`${path}.lora_A.weight`] = { data: a, dims: [rank, inFeatures] };
		values[`${path}.lora_B.weight`] = { data: b, dims: [outFeatures, rank] };
	}
	const paths = new Set(modules.keys());
	return {
		tuning: { kind: "lora", rank, alpha, rslora, dropout: 0, paths },
		values,
	};
}

/** The factors of an adapter as tensors that `Policy.restore` accepts. */
export function adapterTensors({ values }: OpenedAdapter): NamedTensor[] {
	return Object.entries(values).map(([name, { data, dims }]) => ({
		...{ name, data },
		shape: [...dims],
	}));
}
