import type { Adapter, LoraModule } from "../formats/peft/adapter.ts";
import type { ModelShape } from "../models/architecture.ts";
import type { Tuning } from "../nn/parameters.ts";

/** Trained arrays as a PEFT adapter. */
export function adapterOf(
	tuning: Extract<Tuning, { kind: "lora" }>,
	architecture: ModelShape,
	values: ReadonlyMap<string, Float32Array>,
	base: string,
): Adapter {
	const modules = new Map<string, LoraModule>();
	for (const { path, inFeatures, outFeatures } of architecture.linears) {
		const a = values.get(`${path}.lora_A.weight`);
		const b = values.get(`${path}.lora_B.weight`);
		if (a && b) modules.set(path, { inFeatures, outFeatures, a, b });
	}
	const { rank, alpha, dropout, rslora } = tuning;
	const fanInFanOut = architecture.layout === "in-out";
	return {
		...{ rank, alpha, dropout, rslora, fanInFanOut },
		...{ targets: null, base, modules },
	};
}
