import type { SessionOptions } from "../../engine/engine.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { samplingOf } from "../../recipes/resolve/row-origin.ts";
import type { Prepared } from "./prepare.ts";

/**
 * The precision of samples. If the recipe names none, it is that of the run's forward pass: samples are then drawn from the
 * probabilities that the loss computes.
 */
export function samplesIn({
	objective,
	precision,
}: Pick<ResolvedRecipe, "objective" | "precision">): "float32" | "int8" {
	const named = samplingOf(objective)?.precision ?? null;
	return named ?? (precision === "int8" ? "int8" : "float32");
}

/** What an engine is told of a run. */
export function sessionOptions({
	recipe,
	model,
	base,
	reference,
	graph,
	tokenizer,
}: Prepared): SessionOptions {
	return {
		model: { folder: recipe.model, model },
		base: { folder: recipe.base, model: base },
		...{ reference, graph },
		tokens: recipe.batch.tokens,
		endIds: tokenizer.endOfTurn,
		sampling: samplesIn(recipe),
	};
}
