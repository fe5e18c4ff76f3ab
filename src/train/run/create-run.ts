import { stringify } from "yaml";
import { portableRecipe } from "../../recipes/portable-recipe.ts";
import type { Recipe } from "../../recipes/recipe-schema.ts";
import type { ResolvedRecipe } from "../../recipes/resolve-recipe.ts";
import type { Json } from "../../runs/events.ts";
import type { InputHash } from "../../runs/inputs.ts";
import { withPlaces } from "../../runs/places.ts";
import { RunFolder } from "../../runs/run-folder.ts";

/** Makes the folder of a new run. Throws `disk` where it holds anything. */
export async function createRun(
	recipe: Recipe,
	resolved: ResolvedRecipe,
	inputs: readonly InputHash[],
): Promise<RunFolder> {
	return RunFolder.create(
		resolved.out,
		{
			recipe: resolved as unknown as Json,
			seed: resolved.seed,
			inputs: withPlaces(inputs, resolved.out),
			sessions: [],
		},
		stringify(portableRecipe(recipe as unknown as Json, resolved.out)),
	);
}
