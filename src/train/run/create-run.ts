import { stringify } from "yaml";
import { portableRecipe } from "../../recipes/resolve/portable-recipe.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import type { Json } from "../../runs/events.ts";
import type { InputHash } from "../../runs/folder/inputs.ts";
import { withPlaces } from "../../runs/folder/places.ts";
import { RunFolder } from "../../runs/folder/run-folder.ts";

/** Makes the folder of a new run. Throws `disk` if it holds anything. */
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
