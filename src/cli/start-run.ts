import { isAbsolute } from "node:path";
import type { Derived } from "../recipes/derived.ts";
import type { Recipe } from "../recipes/recipe-schema.ts";
import { resolveRecipe } from "../recipes/resolve-recipe.ts";
import { hashInputs } from "../runs/inputs.ts";
import { createRun } from "../train/create-run.ts";
import { inputsOf } from "../train/run-inputs.ts";
import type { CliContext } from "./context.ts";
import { followRun } from "./follow-run.ts";
import { shortPath } from "./terminal/short-path.ts";
import { renderPairs } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";

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
	const inputs = await hashInputs(inputsOf(resolved));
	const run = await createRun(recipe, resolved, inputs);
	terminal.line(`run folder: ${shortPath(run.path)}`);
	await followRun(run, resolved, context);
}
