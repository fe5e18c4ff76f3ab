import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { runName } from "../../recipes/locate/free-run-folder.ts";
import { locateRun } from "../../recipes/locate/locate-run.ts";
import { parseRecipe } from "../../recipes/parse/parse-recipe.ts";
import { resolveRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import type { Json } from "../../runs/events.ts";
import { takeFreeFolder } from "../../runs/folder/free-folder.ts";
import { hashInputs } from "../../runs/folder/inputs.ts";
import { runFiles } from "../../runs/folder/run-files.ts";
import { summariseRun } from "../../runs/run-summary.ts";
import {
	createStaged,
	holdStaged,
	keepOutcome,
	readStagedRun,
	stagePath,
	writeStaged,
} from "../../runs/staged-run.ts";
import { inputsOf } from "../prepare/run-inputs.ts";
import { type ResumeOptions, resumeOne } from "./resume-run.ts";
import type { RunLoop, RunOutcome } from "./run-options.ts";
import { startRun } from "./start-run.ts";

/** Trains stage after stage in a new run folder, each stage from what the last one made. */
export async function startStages(
	recipes: readonly Recipe[],
	options: ResumeOptions,
	loop: RunLoop,
): Promise<RunOutcome> {
	const resolved = recipes.map((recipe) => resolveRecipe(recipe).recipe);
	// Every stage is checked before the first begins, as far as it can be without what the others make.
	for (const recipe of resolved) await loop.checkInputs(recipe);
	const paths = new Set(resolved.flatMap((recipe) => inputsOf(recipe)));
	const inputs = await hashInputs([...paths]);
	const named = recipes[0]?.out;
	const root =
		named === undefined
			? await takeFreeFolder(
					resolve("runs"),
					runName(recipes, resolved[0]?.model ?? ""),
				)
			: resolve(named);
	const lease = await holdStaged(root);
	try {
		await createStaged(root, recipes as unknown as Json[], inputs);
		return await trainStages(root, recipes, options, loop);
	} finally {
		await lease.release();
	}
}

/** Continues a run of several stages where it stopped. */
export async function resumeStages(
	path: string,
	options: ResumeOptions,
	loop: RunLoop,
): Promise<RunOutcome> {
	const root = resolve(path);
	const lease = await holdStaged(root);
	try {
		const where = join(root, runFiles.stages);
		const recipes = (await stagesNow(root, options)).map((stage) =>
			parseRecipe(stage as Readonly<Record<string, unknown>>, { where }),
		);
		return await trainStages(root, recipes, options, loop);
	} finally {
		await lease.release();
	}
}

/** The recipes with the paths that their files have now. Each stage is strict about its own files when it begins. */
async function stagesNow(
	root: string,
	{ model, data }: ResumeOptions,
): Promise<readonly Json[]> {
	const { stages, inputs } = await readStagedRun(root);
	if (inputs.length === 0) return stages;
	const [first] = inputs;
	const recipe = { model: first?.path ?? "", stages };
	const options = { model, data, lenient: true };
	const located = await locateRun(root, { recipe, inputs }, options);
	const now = (located.recipe as typeof recipe).stages;
	await writeStaged(root, now, located.inputs);
	return now;
}

/** Trains the stages that are not finished yet, in a folder that is held. */
async function trainStages(
	root: string,
	recipes: readonly Recipe[],
	options: ResumeOptions,
	loop: RunLoop,
): Promise<RunOutcome> {
	let before: string | null = null;
	let outcome: RunOutcome | null = null;
	for (const [i, recipe] of recipes.entries()) {
		const out = stagePath(root, i, recipe.objective.kind);
		const stage = { number: i + 1, of: recipes.length };
		outcome =
			(await finishedStage(out)) ??
			(existsSync(join(out, runFiles.manifest))
				? await resumeOne(out, options, loop, stage)
				: await startRun(
						{ ...startOf(recipe, before), out },
						options,
						loop,
						stage,
					));
		if (outcome.state !== "finished") return { ...outcome, path: root };
		before = out;
	}
	if (before === null || outcome === null)
		throw new RangeError("a run of several stages has at least one");
	await keepOutcome(root, before);
	return { ...outcome, path: root };
}

/** The outcome of a stage that has finished before; null for any other. */
async function finishedStage(path: string): Promise<RunOutcome | null> {
	if (!existsSync(join(path, runFiles.manifest))) return null;
	const { state, step, result } = await summariseRun(path);
	return state === "finished" ? { path, state, step, result } : null;
}

/** A stage's recipe with what the stage before it made, whose deviation is measured from where the first began. */
function startOf(recipe: Recipe, before: string | null): Recipe {
	if (before === null) return recipe;
	const { tune, base = recipe.model } = recipe;
	return tune.kind === "lora"
		? { ...recipe, tune: { ...tune, from: join(before, "adapter") } }
		: { ...recipe, base, model: join(before, "model") };
}
