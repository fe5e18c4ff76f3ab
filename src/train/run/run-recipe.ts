import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { type EngineSource, engineOf } from "../prepare/engine-of.ts";
import { prepare } from "../prepare/prepare.ts";
import { train } from "../train.ts";
import { openRoundScorer } from "./open-round-scorer.ts";
import type { ResumeOptions } from "./resume-run.ts";
import { type RunRecipeOptions, resumeBy, runBy } from "./run-by.ts";
import type { RunLoop, RunOutcome } from "./run-options.ts";

/** The loop that trains by recipes, whose engines are opened by `engines`. */
export function runLoop(engines: EngineSource = engineOf): RunLoop {
	return {
		train: (recipe, options) =>
			train(recipe, {
				...{ ...options, openScorer: openRoundScorer },
				engine: engines(recipe),
			}),
		requireEngine: (recipe) => engines(recipe).requireInstalled(),
		async checkInputs(recipe) {
			await prepare(recipe, engines(recipe));
		},
	};
}

/**
 * Does everything that `npx temper-lm train` does: fills the gaps of a recipe, makes the run folder with its manifest, trains, writes
 * every event to the log and the outcome to the folder. `npx temper-lm runs`, `npx temper-lm eval` and all other commands can read what
 * it writes. Several recipes are the stages of one run, each trained from what the one before it made. Resolves when the
 * run has finished or the signal has stopped it. Throws `recipe`, `data`, `weights`, `device` and `disk`.
 */
export function runRecipe(
	recipe: Recipe | readonly Recipe[],
	options: RunRecipeOptions = {},
): Promise<RunOutcome> {
	return runBy(runLoop(), recipe, options);
}

/**
 * Continues an interrupted or failed run from its last checkpoint, as if it had never stopped. Throws `recipe` for a run
 * that has finished, and `data` if model or data differ from those with which the run started.
 */
export function resumeRun(
	path: string,
	options: ResumeOptions = {},
): Promise<RunOutcome> {
	return resumeBy(runLoop(), path, options);
}
