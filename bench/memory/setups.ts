import type { TorchSetup } from "../../src/engine/torch/estimate/memory.ts";

/** What one kind of training took, in bytes: the process that took most. */
export interface MeasuredMemory {
	readonly model: string;
	readonly setup: TorchSetup;
	readonly measured: {
		/** Resident set when all processes have met: Python and its libraries. */
		readonly atStart: number;
		/** The most until the first step. */
		readonly loaded: number;
		/** The most during the steps. */
		readonly training: number;
		readonly versions: Readonly<Record<string, string>>;
	};
}

export const memoryFile = new URL("results/memory.json", import.meta.url);

type Setup = Omit<TorchSetup, "shape">;

const usual: Omit<Setup, "tuning" | "precision"> = {
	...{ shard: "none", processes: 1, recompute: false, compares: false },
	...{ tokens: 512, device: "cpu" },
};
const lora = { tuning: { kind: "lora", rank: 8 } } as const;
const full = { tuning: { kind: "full" } } as const;
const float32 = { precision: "float32" } as const;
const bfloat16 = { precision: "bfloat16" } as const;
const divided = { processes: 2, shard: "full" } as const;

const setups: readonly Setup[] = [
	{ ...usual, ...lora, ...bfloat16 },
	{ ...usual, ...full, ...float32 },
	{ ...usual, ...full, ...float32, ...divided },
	{ ...usual, ...lora, ...float32 },
	{ ...usual, ...lora, ...bfloat16, tokens: 2048 },
	{ ...usual, ...lora, ...bfloat16, tokens: 2048, recompute: true },
	{ ...usual, ...full, ...bfloat16 },
	{ ...usual, ...lora, ...float32, ...divided },
];

const fewSetups: readonly Setup[] = [
	{ ...usual, ...lora, ...float32 },
	{ ...usual, ...full, ...float32 },
	{ ...usual, ...full, ...float32, ...divided },
];

/** Models, and how they are trained. `30m` and `80m` have random weights. */
export const memorySetups: readonly {
	readonly model: string;
	readonly setup: Setup;
}[] = [
	...setups.map((setup) => ({ model: "SmolLM2-135M", setup })),
	...fewSetups.map((setup) => ({ model: "30m", setup })),
	...fewSetups.map((setup) => ({ model: "80m", setup })),
];
