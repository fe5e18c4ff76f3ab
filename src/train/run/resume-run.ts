import { resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { parseRecipe } from "../../recipes/parse-recipe.ts";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../../recipes/resolve-recipe.ts";
import {
	hashInputs,
	type InputHash,
	requireSameInputs,
} from "../../runs/inputs.ts";
import { RunFolder } from "../../runs/run-folder.ts";
import { summariseRun } from "../../runs/run-summary.ts";
import { inputsOf, rewardPaths } from "../run-inputs.ts";
import type {
	BegunRun,
	RunLoop,
	RunOptions,
	RunOutcome,
} from "./run-options.ts";
import { finishRun } from "./start-run.ts";

export interface ResumeOptions extends RunOptions {
	/** Continues with reward files that differ from those that the run began with. */
	readonly newRewards?: boolean;
	/** Called with a sentence about what changed since the run stopped. */
	readonly onNote?: (text: string) => void;
}

/**
 * Continues a run of one stage from its last checkpoint. Throws `recipe` for one that has finished, `data` if its inputs
 * changed.
 */
export async function resumeOne(
	path: string,
	options: ResumeOptions,
	loop: RunLoop,
	stage: BegunRun["stage"] = null,
): Promise<RunOutcome> {
	const { state, manifest } = await summariseRun(path);
	if (state === "finished") {
		throw new TemperError("recipe", {
			where: path,
			expected: "a run with something left to do",
			found: "one that has finished",
			hint: "Begin another with temper train.",
		});
	}
	const recipe = parseRecipe(
		manifest.recipe as Readonly<Record<string, unknown>>,
		{ where: `${path}/recipe.json`, folder: resolve(path) },
	);
	const { recipe: resolved, derived } = resolveRecipe({
		...recipe,
		out: resolve(path),
	});
	const inputs = await hashInputs(inputsOf(resolved));
	refuseChanges(path, resolved, manifest.inputs, inputs, options);
	const run = await RunFolder.open(path, inputs);
	for (const changed of changedPaths(manifest.inputs, inputs))
		options.onNote?.(
			`${changed} changed: answers that have no reward yet are rewarded by the new file`,
		);
	options.onBegin?.({ path: run.path, recipe: resolved, derived, stage });
	return finishRun(run, resolved, options, loop);
}

function refuseChanges(
	path: string,
	recipe: ResolvedRecipe,
	before: readonly InputHash[],
	now: readonly InputHash[],
	{ newRewards = false }: ResumeOptions,
): void {
	const rewards = new Set(rewardPaths(recipe));
	const fixed = before.filter((one) => !(newRewards && rewards.has(one.path)));
	requireSameInputs(fixed, now, (changed) =>
		rewards.has(changed)
			? `Bring the old file back, or continue with the new one: temper runs resume ${path} --new-rewards`
			: null,
	);
}

function changedPaths(
	before: readonly InputHash[],
	now: readonly InputHash[],
): string[] {
	const known = new Map(before.map(({ path, sha256 }) => [path, sha256]));
	return now
		.filter(({ path, sha256 }) => known.get(path) !== sha256)
		.map(({ path }) => path);
}
