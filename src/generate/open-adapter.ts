import type { Adapter } from "../formats/peft/adapter.ts";
import { matchAdapter } from "../formats/peft/match-adapter.ts";
import { readAdapter } from "../formats/peft/read-adapter.ts";
import type { Architecture } from "../models/architecture.ts";
import type { Tuning } from "../nn/parameters.ts";

/** An adapter as a graph has it: what it stands beside, and the values of its inputs. */
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
	architecture: Architecture,
): Promise<OpenedAdapter> {
	return placeAdapter(await readAdapter(folder), architecture, folder);
}

/** An adapter beside a model. Throws `weights`, naming `where`, for one that was made for another model. */
export function placeAdapter(
	adapter: Adapter,
	architecture: Architecture,
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
