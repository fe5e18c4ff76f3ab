import { objectives } from "../../objectives/all.ts";
import type { Objective } from "../../objectives/objective.ts";
import type { ObjectiveRecipe } from "../schemas/objective-schema.ts";

type Recipes = {
	readonly [K in ObjectiveRecipe["kind"]]: Extract<
		ObjectiveRecipe,
		{ kind: K }
	>;
};

/** A kind of recipe without an objective, or with options of other names, does not compile. */
const makers: {
	readonly [K in keyof Recipes]: (recipe: Recipes[K]) => Objective;
} = objectives;

function make<K extends keyof Recipes>(kind: K, recipe: Recipes[K]): Objective {
	return makers[kind](recipe);
}

/** The objective that a recipe names. */
export function objectiveOf(recipe: ObjectiveRecipe): Objective {
	return make(recipe.kind, recipe);
}
