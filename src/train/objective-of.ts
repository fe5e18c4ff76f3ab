import { dft } from "../objectives/dft.ts";
import { minorSft } from "../objectives/minor-sft.ts";
import type { Objective } from "../objectives/objective.ts";
import { sft } from "../objectives/sft.ts";
import type { ResolvedRecipe } from "../recipes/resolve-recipe.ts";

/** The objective that a recipe names. */
export function objectiveOf(recipe: ResolvedRecipe["objective"]): Objective {
	switch (recipe.kind) {
		case "sft":
			return sft();
		case "minor-sft":
			return minorSft(recipe);
		case "dft":
			return dft(recipe);
		default:
			return recipe satisfies never;
	}
}
