import { resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { isStaged } from "../../runs/staged-run.ts";
import { type ResumeOptions, resumeOne } from "./resume-run.ts";
import type { RunLoop, RunOptions, RunOutcome } from "./run-options.ts";
import { resumeStages, startStages } from "./run-stages.ts";
import { startRun } from "./start-run.ts";

export interface RunRecipeOptions extends RunOptions {
	/** The run folder, which must be new or empty; what the recipe says, or the next free folder in `runs/`, if left out. */
	readonly out?: string | undefined;
}

/** Makes a run of a recipe, or of the stages of one, with a training loop. */
export async function runBy(
	loop: RunLoop,
	recipe: Recipe | readonly Recipe[],
	options: RunRecipeOptions,
): Promise<RunOutcome> {
	const given: readonly Recipe[] = Array.isArray(recipe) ? recipe : [recipe];
	const { out } = options;
	const recipes = given.map((one) =>
		out === undefined ? one : { ...one, out: resolve(out) },
	);
	const [first] = recipes;
	if (first === undefined)
		throw new TemperError("recipe", {
			where: "runRecipe",
			expected: "at least one recipe",
			found: "an empty list",
		});
	return recipes.length === 1
		? startRun(first, options, loop)
		: startStages(recipes, options, loop);
}

/** Continues a run, of one stage or of several, with a training loop. */
export async function resumeBy(
	loop: RunLoop,
	path: string,
	options: ResumeOptions,
): Promise<RunOutcome> {
	return (await isStaged(path))
		? resumeStages(path, options, loop)
		: resumeOne(path, options, loop);
}
