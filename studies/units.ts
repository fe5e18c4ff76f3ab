import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type ObjectiveKind, objectives } from "../src/objectives/all.ts";
import { rowOrigins } from "../src/objectives/objective.ts";
import { parseRecipe } from "../src/recipes/parse/parse-recipe.ts";
import { objectiveOf } from "../src/recipes/resolve/objective-of.ts";
import { resolveRecipe } from "../src/recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../src/recipes/schemas/recipe-schema.ts";
import { prepare } from "../src/train/prepare/prepare.ts";
import { Training } from "../src/train/training.ts";
import { takeFirstStep } from "../src/train/watch/first-step.ts";

/**
 * The norm of each objective's first gradient over SFT's, on the same rows of one step, as a Markdown table: what its
 * learning rate and its strength mean in SFT's units. Pairs and labelled answers have rows of their own.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: join(root, "models", "toy") },
		rows: { type: "string", default: join(root, "examples", "rows.jsonl") },
		pairs: { type: "string", default: join(root, "examples", "pairs.jsonl") },
		labelled: {
			type: "string",
			default: join(root, "examples", "labelled.jsonl"),
		},
		/** Rows of the step. */
		batch: { type: "string", default: "16" },
	},
});

/** What a kind must be told beside its defaults. */
const required: Partial<Record<ObjectiveKind, object>> = {
	grpo: { reward: { kind: "length", most: 20 } },
};

function rowsFor(objective: Recipe["objective"]): string {
	const { needs, rows } = objectiveOf(objective);
	const { labels, pairs } = needs;
	if (labels) return flags.labelled;
	return pairs && !rowOrigins[rows].samples ? flags.pairs : flags.rows;
}

async function firstRatio(kind: ObjectiveKind): Promise<number | null> {
	const recipeOn = (train: string) =>
		parseRecipe({
			model: flags.model,
			data: { train, heldOut: "none", general: null },
			objective: { kind, ...required[kind] },
			batch: { rows: Number(flags.batch), tokens: 1024 },
			evaluate: "never",
		});
	const { objective } = recipeOn(flags.rows);
	const { recipe } = resolveRecipe(recipeOn(rowsFor(objective)));
	const prepared = { ...(await prepare(recipe)), steps: 1 };
	const path = await mkdtemp(join(tmpdir(), "temper-units-"));
	const manifest = { inputs: [] };
	const { signal } = new AbortController();
	const training = await Training.create(prepared, { path, manifest }, signal);
	for await (const _ of training.source.open(0));
	const plan = await training.plan(training.source.rows(0), 0);
	const { units } = await takeFirstStep(training.stage, plan);
	await training.dispose();
	await rm(path, { recursive: true });
	return units?.ratio ?? null;
}

console.log("| objective | first gradient over SFT's |\n| --- | --- |");
for (const kind of Object.keys(objectives) as ObjectiveKind[]) {
	const ratio = kind === "sft" ? 1 : await firstRatio(kind);
	console.log(`| \`${kind}\` | ${ratio?.toPrecision(2) ?? "none"} |`);
}
