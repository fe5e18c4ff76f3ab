import { resolve } from "node:path";
import { TemperError } from "../core/error.ts";
import { parseRecipe } from "../recipes/parse-recipe.ts";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../recipes/resolve-recipe.ts";
import {
	hashInputs,
	type InputHash,
	requireSameInputs,
} from "../runs/inputs.ts";
import { RunFolder } from "../runs/run-folder.ts";
import { summariseRun } from "../runs/run-summary.ts";
import { inputsOf, rewardPaths } from "../train/run-inputs.ts";
import type { CliContext } from "./context.ts";
import { followRun } from "./follow-run.ts";
import { shortPath } from "./terminal/short-path.ts";

export interface ResumeOptions {
	/** Goes on by files of rewards that are not those that the run began with. */
	readonly newRewards?: boolean;
}

/** Goes on with a run from its last checkpoint. Throws `recipe` for one that is done, `data` where its inputs changed. */
export async function resumeRun(
	path: string,
	context: CliContext,
	options: ResumeOptions = {},
): Promise<void> {
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
	const { recipe: resolved } = resolveRecipe({ ...recipe, out: resolve(path) });
	const inputs = await hashInputs(inputsOf(resolved));
	refuseChanges(path, resolved, manifest.inputs, inputs, options);
	const run = await RunFolder.open(path, inputs);
	for (const changed of changedPaths(manifest.inputs, inputs))
		context.terminal.line(
			`note: ${shortPath(changed)} changed; what is not yet rewarded is rewarded by the new file`,
		);
	await followRun(run, resolved, context);
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
			? `Bring the old file back, or go on with the new one: temper runs resume ${path} --new-rewards`
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
