import { isAbsolute } from "node:path";
import { stringify } from "yaml";
import type { Recipe } from "../recipes/recipe-schema.ts";
import {
	type Derived,
	type ResolvedRecipe,
	resolveRecipe,
} from "../recipes/resolve-recipe.ts";
import type { RewardSpec } from "../rewards/reward-spec.ts";
import type { Json } from "../runs/events.ts";
import { hashInputs } from "../runs/inputs.ts";
import { RunFolder } from "../runs/run-folder.ts";
import type { CliContext } from "./context.ts";
import { followRun } from "./follow-run.ts";
import { shortPath } from "./terminal/short-path.ts";
import { renderPairs } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** Files and folders that decide the outcome of a run. */
export function inputsOf(recipe: ResolvedRecipe): string[] {
	const { model, base, data, tune, leash } = recipe;
	return [
		model,
		...(base === model ? [] : [base]),
		...(tune.kind === "lora" && tune.from !== null ? [tune.from] : []),
		...rewardPaths(recipe),
		...data.train.map(({ path }) => path),
		...(data.heldOut.kind === "file" ? [data.heldOut.path] : []),
		...(data.general === null ? [] : [data.general]),
		...(leash === null || leash.rows === null ? [] : [leash.rows]),
	];
}

/** Files and folders that the rewards of a run read. */
export function rewardPaths({ objective }: ResolvedRecipe): string[] {
	return "reward" in objective ? objective.reward.flatMap(rewardFiles) : [];
}

function rewardFiles(reward: RewardSpec): string[] {
	if ("path" in reward) return [reward.path];
	return "schema" in reward && typeof reward.schema === "string"
		? [reward.schema]
		: [];
}

export async function createRun(
	recipe: Recipe,
	resolved: ResolvedRecipe,
): Promise<RunFolder> {
	return RunFolder.create(
		resolved.out,
		{
			recipe: resolved as unknown as Json,
			seed: resolved.seed,
			inputs: await hashInputs(inputsOf(resolved)),
			sessions: [],
		},
		stringify(recipe),
	);
}

/** What the recipe left open, and what it was taken from. */
export function showDerived(
	derived: readonly Derived[],
	terminal: Terminal,
): void {
	const shown = (value: string | number) =>
		typeof value === "string" && isAbsolute(value) ? shortPath(value) : value;
	const lines = derived.map(({ key, value, from }): [string, string] => [
		key,
		`${shown(value)}  ${terminal.paint("dim", `from ${from}`)}`,
	]);
	for (const line of renderPairs(lines)) terminal.line(line);
}

/** Trains by a recipe in a new run folder, to its end or to an interruption. */
export async function startRun(
	recipe: Recipe,
	context: CliContext,
): Promise<void> {
	const { terminal } = context;
	const { recipe: resolved, derived } = resolveRecipe(recipe);
	showDerived(derived, terminal);
	const run = await createRun(recipe, resolved);
	terminal.line(`run folder: ${shortPath(run.path)}`);
	await followRun(run, resolved, context);
}
