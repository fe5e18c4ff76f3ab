import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { ownReference } from "../../recipes/resolve/resolve-reference.ts";
import type { InputHash } from "../../runs/folder/inputs.ts";

/** SHA-256 of an input of the run; null if it was not hashed. */
function hashOf(inputs: readonly InputHash[], path: string): string | null {
	return inputs.find((input) => input.path === path)?.sha256 ?? null;
}

/** Names the weights at the start of the stage; null if their files were not hashed. */
function startHash(
	{ model, tune }: Pick<ResolvedRecipe, "model" | "tune">,
	inputs: readonly InputHash[],
): string | null {
	const from = tune.kind === "lora" ? tune.from : null;
	const own = hashOf(inputs, model);
	if (from === null || own === null) return own;
	const adapter = hashOf(inputs, from);
	return adapter && `${own} ${adapter}`;
}

/** Names the weights that the objective compares with: the stage's start, or a reference of the recipe's own. */
export function referenceHash(
	recipe: Pick<ResolvedRecipe, "model" | "tune" | "objective">,
	inputs: readonly InputHash[],
): string | null {
	const own = ownReference(recipe.objective);
	if (own === null) return startHash(recipe, inputs);
	const model = hashOf(inputs, own.model);
	if (own.adapter === null || model === null) return model;
	const adapter = hashOf(inputs, own.adapter);
	return adapter && `${model} ${adapter}`;
}

/** Names the weights that deviation is measured from; null if they were not hashed. */
export function baseHash(
	{ base }: Pick<ResolvedRecipe, "base">,
	inputs: readonly InputHash[],
): string | null {
	return hashOf(inputs, base);
}
