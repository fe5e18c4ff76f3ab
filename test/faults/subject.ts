import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { writeChatRows, writeRandomLlama } from "../fixtures/random-llama.ts";

/** Something to train, on disk. */
export interface Subject {
	readonly name: string;
	/** Its recipe's path. */
	readonly recipe: string;
}

export const subjects = {
	"sft by adapters": { objective: { kind: "sft" }, tune: { kind: "lora" } },
	"dft of every weight": {
		objective: { kind: "dft" },
		tune: { kind: "full" },
		optimizer: { learningRate: 1e-3 },
	},
	"minor-sft by adapters, with dropout": {
		objective: { kind: "minor-sft" },
		tune: { kind: "lora", dropout: 0.1 },
	},
} as const;

/** Ten steps, a checkpoint after every second and an evaluation after every fourth: much to be killed in. */
export async function writeSubject(
	folder: string,
	name: keyof typeof subjects,
): Promise<Subject> {
	const model = join(folder, "model");
	mkdirSync(model, { recursive: true });
	await writeRandomLlama(model);
	writeChatRows(join(folder, "rows.jsonl"), 40, (i) => 3 + (i % 9));
	const recipe = join(folder, "recipe.yaml");
	writeFileSync(
		recipe,
		stringify({
			model,
			data: {
				train: join(folder, "rows.jsonl"),
				heldOut: { kind: "count", rows: 4 },
				general: null,
			},
			batch: { rows: 5, tokens: 96 },
			length: { kind: "steps", count: 10 },
			evaluate: { every: 4 },
			save: { every: 2 },
			device: { kind: "cpu", threads: 1 },
			seed: 11,
			...subjects[name],
		}),
	);
	return { name, recipe };
}

/** Each run has a cache of reference scores of its own, which a kill may hit too. */
export function cacheOf(run: string): string {
	return `${run}.cache`;
}
