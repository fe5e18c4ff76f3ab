import { resolve } from "node:path";
import { TemperError } from "../core/error.ts";
import { parseRecipe } from "../recipes/parse-recipe.ts";
import { resolveRecipe } from "../recipes/resolve-recipe.ts";
import { hashInputs, requireSameInputs } from "../runs/inputs.ts";
import { RunFolder } from "../runs/run-folder.ts";
import { summariseRun } from "../runs/run-summary.ts";
import type { CliContext } from "./context.ts";
import { followRun } from "./follow-run.ts";
import { inputsOf } from "./start-run.ts";

/** Goes on with a run from its last checkpoint. Throws `recipe` for one that is done, `data` where its inputs changed. */
export async function resumeRun(
	path: string,
	context: CliContext,
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
	requireSameInputs(manifest.inputs, await hashInputs(inputsOf(resolved)));
	await followRun(await RunFolder.open(path), resolved, context);
}
