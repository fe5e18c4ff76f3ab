import { rmdir } from "node:fs/promises";
import { resolve } from "node:path";
import { runName } from "../../recipes/locate/free-run-folder.ts";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../../recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { takeFreeFolder } from "../../runs/folder/free-folder.ts";
import { hashInputs, type InputHash } from "../../runs/folder/inputs.ts";
import type { RunFolder } from "../../runs/folder/run-folder.ts";
import { inputsOf } from "../prepare/run-inputs.ts";
import { createRun } from "./create-run.ts";
import { followRun } from "./follow-run.ts";
import type {
	BegunRun,
	RunLoop,
	RunOptions,
	RunOutcome,
} from "./run-options.ts";

/** Trains by a recipe of one stage in a new run folder. A recipe without `out` gets the next free folder in `runs/`. */
export async function startRun(
	recipe: Recipe,
	options: RunOptions,
	loop: RunLoop,
	stage: BegunRun["stage"] = null,
): Promise<RunOutcome> {
	const { recipe: resolved, derived } = resolveRecipe(recipe);
	await loop.requireEngine(resolved);
	const inputs = await hashInputs(inputsOf(resolved));
	const run =
		recipe.out === undefined
			? await createFreeRun(recipe, resolved, inputs)
			: await createRun(recipe, resolved, inputs);
	const own = { ...resolved, out: run.path };
	options.onBegin?.({
		...{ path: run.path, recipe: own, stage },
		derived: derived.filter(({ key }) => key !== "out"),
	});
	return finishRun(run, own, options, loop);
}

/** Trains in an open run folder to the end of the run or of the session. */
export async function finishRun(
	run: RunFolder,
	recipe: ResolvedRecipe,
	options: RunOptions,
	loop: RunLoop,
): Promise<RunOutcome> {
	const { reason, step, result } = await followRun(run, recipe, options, loop);
	const state = reason === "finished" ? reason : "interrupted";
	return { path: run.path, state, step, result };
}

async function createFreeRun(
	recipe: Recipe,
	resolved: ResolvedRecipe,
	inputs: readonly InputHash[],
): Promise<RunFolder> {
	const name = runName([recipe], resolved.model);
	const out = await takeFreeFolder(resolve("runs"), name);
	try {
		return await createRun(recipe, { ...resolved, out }, inputs);
	} catch (error) {
		// Only an empty folder is removed: one that holds anything says what went wrong.
		await rmdir(out).catch(() => {});
		throw error;
	}
}
