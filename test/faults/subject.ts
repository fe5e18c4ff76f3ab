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
	"sft by adapters in two sessions": {
		objective: { kind: "sft" },
		tune: { kind: "lora" },
		device: { kind: "cpu", threads: 2, sessions: 2 },
	},
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

const sampling = { maxNewTokens: 5, batch: 32 };

/** Objectives that learn from samples of the policy: two rounds of four steps, drawn in two blocks each. */
export const samplers = {
	irft: { kind: "irft", rounds: 2, perPrompt: 40, mixPrevious: true, sampling },
	grpo: {
		kind: "grpo",
		reward: { kind: "regex", pattern: "e" },
		perPrompt: 40,
		roundSteps: 4,
		sampling,
	},
	rft: {
		kind: "rft",
		rounds: 2,
		perPrompt: 40,
		rewardModel: { steps: 30 },
		sampling,
	},
} as const;

/** A subject of any recipe, with 40 rows of its own. */
export async function writeRecipe(
	folder: string,
	name: string,
	changes: Readonly<Record<string, unknown>>,
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
			device: { kind: "cpu", threads: 1 },
			seed: 11,
			...changes,
		}),
	);
	return { name, recipe };
}

/** Ten steps, a checkpoint after every second and an evaluation after every fourth: much to be killed in. */
export async function writeSubject(
	folder: string,
	name: keyof typeof subjects,
): Promise<Subject> {
	return writeRecipe(folder, name, {
		batch: { rows: 5, tokens: 96 },
		length: { kind: "steps", count: 10 },
		evaluate: { every: 4 },
		save: { every: 2 },
		...subjects[name],
	});
}

/** Eight steps of two rows, a checkpoint after each. */
export async function writeSampler(
	folder: string,
	name: keyof typeof samplers,
): Promise<Subject> {
	return writeRecipe(folder, name, {
		objective: samplers[name],
		batch: { rows: 2, tokens: 2048 },
		length: { kind: "steps", count: 8 },
		evaluate: "never",
		save: { every: 1 },
	});
}

/** Each run has a cache of reference scores of its own, which a kill may hit too. */
export function cacheOf(run: string): string {
	return `${run}.cache`;
}
