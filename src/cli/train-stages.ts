import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseRecipe } from "../recipes/parse-recipe.ts";
import type { Recipe } from "../recipes/recipe-schema.ts";
import { resolveRecipe } from "../recipes/resolve-recipe.ts";
import type { Json } from "../runs/events.ts";
import { runFiles } from "../runs/run-manifest.ts";
import { summariseRun } from "../runs/run-summary.ts";
import {
	createStaged,
	keepOutcome,
	readStaged,
	stagePath,
} from "../runs/staged-run.ts";
import type { CliContext } from "./context.ts";
import { type ResumeOptions, resumeRun } from "./resume-run.ts";
import { startRun } from "./start-run.ts";
import { shortPath } from "./terminal/short-path.ts";

/** Trains stage after stage, each from what the last one made. */
export async function startStages(
	recipes: readonly Recipe[],
	context: CliContext,
): Promise<void> {
	await checkStages(recipes, context);
	const root = rootOf(recipes);
	await createStaged(root, recipes as unknown as Json[]);
	await trainStages(root, recipes, context);
}

/**
 * Each is checked before the first begins, as far as it can be without what the others make: the rows of the last are
 * not found wanting after hours of the first.
 */
async function checkStages(
	recipes: readonly Recipe[],
	context: CliContext,
): Promise<void> {
	const resolved = recipes.map((recipe) => resolveRecipe(recipe).recipe);
	const { checkInputs } = await context.loadEngine();
	for (const recipe of resolved) await checkInputs(recipe);
}

/** Goes on where a run of several stages stopped. */
export async function resumeStages(
	root: string,
	context: CliContext,
	options: ResumeOptions = {},
): Promise<void> {
	const where = join(root, runFiles.stages);
	const recipes = (await readStaged(root)).map((stage) =>
		parseRecipe(stage as Readonly<Record<string, unknown>>, { where }),
	);
	await trainStages(resolve(root), recipes, context, options);
}

/** `runs/OBJECTIVES-MODEL-N` where the recipe names no folder. */
function rootOf(recipes: readonly Recipe[]): string {
	const [first] = recipes;
	if (first?.out !== undefined) return resolve(first.out);
	const kinds = recipes.map(({ objective }) => objective.kind).join("-");
	const name = `${kinds}-${basename(first?.model ?? "")}`;
	for (let n = 1; ; n++) {
		const path = resolve("runs", `${name}-${n}`);
		if (!existsSync(path)) return path;
	}
}

async function trainStages(
	root: string,
	recipes: readonly Recipe[],
	context: CliContext,
	options: ResumeOptions = {},
): Promise<void> {
	const { terminal } = context;
	let last: string | null = null;
	for (const [i, recipe] of recipes.entries()) {
		const out = stagePath(root, i, recipe.objective.kind);
		const started = existsSync(join(out, runFiles.manifest));
		const done = started && (await summariseRun(out)).state === "finished";
		if (!done) {
			const title = `stage ${i + 1} of ${recipes.length}: ${recipe.objective.kind}`;
			terminal.line(terminal.paint("bold", title));
			if (started) await resumeRun(out, context, options);
			else await startRun({ ...startOf(recipe, last), out }, context);
		}
		if ((await summariseRun(out)).state !== "finished") {
			terminal.line(`go on: temper runs resume ${shortPath(root)}`);
			return;
		}
		last = out;
	}
	if (last !== null) await keepOutcome(root, last);
	terminal.line(`all stages done: ${shortPath(root)}`);
	if (existsSync(join(root, "adapter")) || existsSync(join(root, "model")))
		terminal.line(`talk to it: temper chat --run ${shortPath(root)}`);
}

/** A stage's recipe with what the stage before it made, whose deviation is measured from where the first began. */
function startOf(recipe: Recipe, before: string | null): Recipe {
	if (before === null) return recipe;
	const { tune, base = recipe.model } = recipe;
	return tune.kind === "lora"
		? { ...recipe, tune: { ...tune, from: join(before, "adapter") } }
		: { ...recipe, base, model: join(before, "model") };
}
