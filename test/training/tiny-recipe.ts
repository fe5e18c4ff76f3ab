import { join } from "node:path";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../../src/recipes/resolve/resolve-recipe.ts";

/** A recipe for `FOLDER/model` and `FOLDER/rows.jsonl`, one thread, nothing held out or evaluated, unless told otherwise. */
export function tinyRecipe(
	folder: string,
	changes: Readonly<Record<string, unknown>> = {},
): ResolvedRecipe {
	const parsed = parseRecipe(
		{
			model: join(folder, "model"),
			data: {
				train: join(folder, "rows.jsonl"),
				heldOut: { kind: "none" },
				general: null,
			},
			optimizer: { learningRate: 0.01 },
			batch: { rows: 6, tokens: 96 },
			length: { kind: "steps", count: 4 },
			precision: "float32",
			evaluate: "never",
			save: "never",
			device: { kind: "cpu", threads: 1 },
			out: join(folder, "run"),
			...changes,
		},
		{ where: "test" },
	);
	return resolveRecipe(parsed).recipe;
}
