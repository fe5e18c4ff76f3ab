import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import type { Subject } from "../../faults/subject.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Steps of each run, with a checkpoint after each. */
export const steps = 12;

const lora = { kind: "lora", rank: 4 };
const kinds = {
	"sft, adapters": { objective: { kind: "sft" }, tune: lora },
	"sft, every weight": {
		objective: { kind: "sft" },
		tune: { kind: "full" },
		optimizer: { learningRate: 1e-3 },
	},
	"irft, adapters": {
		objective: {
			...{ kind: "irft", rounds: 2, perPrompt: 2 },
			sampling: { maxNewTokens: 5, batch: 32 },
		},
		tune: lora,
	},
};

export type SubjectName = keyof typeof kinds;
export const subjectNames = Object.keys(kinds) as SubjectName[];

/** A recipe of the toy model in two processes on the CPU. */
export function writeTorchSubject(folder: string, name: SubjectName): Subject {
	mkdirSync(folder, { recursive: true });
	cpSync(join(root, "examples/rows.jsonl"), join(folder, "rows.jsonl"));
	const recipe = join(folder, "recipe.yaml");
	writeFileSync(
		recipe,
		stringify({
			model: join(root, "models/toy"),
			data: {
				train: join(folder, "rows.jsonl"),
				heldOut: { kind: "count", rows: 4 },
				general: null,
			},
			engine: { kind: "torch", gpus: 2 },
			device: { kind: "cpu", threads: 2 },
			batch: { rows: 4, tokens: 64 },
			length: { kind: "steps", count: steps },
			evaluate: { every: 4 },
			save: { every: 1 },
			seed: 11,
			...kinds[name],
		}),
	);
	return { name, recipe };
}
