import { matchAdapter } from "../formats/peft/match-adapter.ts";
import { readAdapter } from "../formats/peft/read-adapter.ts";
import type { Architecture } from "../models/architecture.ts";
import type { Tuning } from "../nn/parameters.ts";
import type { Buffer, Buffers } from "../runtime/session.ts";

/** An adapter as a graph has it: what it stands beside, and the values of its inputs. */
export interface OpenedAdapter {
	readonly tuning: Extract<Tuning, { kind: "lora" }>;
	readonly values: Buffers;
}

/** Reads a PEFT folder. Throws `weights` for an adapter that is more than plain LoRA of the model's linear layers. */
export async function openAdapter(
	folder: string,
	architecture: Architecture,
): Promise<OpenedAdapter> {
	const adapter = await readAdapter(folder);
	const { modules } = matchAdapter(adapter, architecture, folder);
	const { rank, alpha, rslora } = adapter;
	const values: Record<string, Buffer> = {};
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
