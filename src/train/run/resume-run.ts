import { resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { locateRun } from "../../recipes/locate/locate-run.ts";
import { parseRecipe } from "../../recipes/parse/parse-recipe.ts";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../../recipes/resolve/resolve-recipe.ts";
import type { Json } from "../../runs/events.ts";
import { hashInputs, type InputHash } from "../../runs/folder/inputs.ts";
import { RunFolder } from "../../runs/folder/run-folder.ts";
import { summariseRun } from "../../runs/run-summary.ts";
import { inputsOf, rewardPaths } from "../prepare/run-inputs.ts";
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
	/** The run's model, if it is no longer where it was: a folder with the same files, or the name of a pulled model. */
	readonly model?: string | undefined;
	/** Files of rows that are no longer where they were, or folders that hold them. They are told apart by their bytes. */
	readonly data?: readonly string[] | undefined;
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
			hint: "Begin another with npx temper-lm train.",
		});
	}
	const { model, data, newRewards = false } = options;
	const read = (recipe: Json) =>
		parseRecipe(recipe as Readonly<Record<string, unknown>>, {
			where: `${path}/recipe.json`,
			folder: resolve(path),
		});
	const rewards = new Set(rewardPaths(read(manifest.recipe)));
	const located = await locateRun(path, manifest, {
		...{
			model,
			data,
			dataOfOthers: stage !== null,
			mayDiffer: newRewards ? rewards : new Set(),
		},
		hintFor: (changed) =>
			rewards.has(changed)
				? `Bring the old file back, or continue with the new one: npx temper-lm runs resume ${path} --new-rewards`
				: null,
	});
	const recipe = read(located.recipe);
	const { recipe: resolved, derived } = resolveRecipe({
		...recipe,
		out: resolve(path),
	});
	const inputs = await inputsNow(resolved, located.inputs);
	const run = await RunFolder.open(path, {
		recipe: resolved as unknown as Json,
		inputs,
	});
	const known = new Set(manifest.inputs.map(({ sha256 }) => sha256));
	for (const changed of inputs.filter(({ sha256 }) => !known.has(sha256)))
		options.onNote?.(
			`${changed.path} changed: answers that have no reward yet are rewarded by the new file`,
		);
	options.onBegin?.({ path: run.path, recipe: resolved, derived, stage });
	return finishRun(run, resolved, options, loop);
}

/** Hashes of all that a run reads, of which most are known. */
async function inputsNow(
	recipe: ResolvedRecipe,
	known: readonly InputHash[],
): Promise<InputHash[]> {
	const out: InputHash[] = [];
	for (const path of inputsOf(recipe))
		out.push(
			known.find((input) => input.path === path) ??
				((await hashInputs([path]))[0] as InputHash),
		);
	return out;
}
