import { TemperError } from "../../core/error.ts";
import { isRecord } from "../parse/is-record.ts";
import type { RecipeLayer } from "../parse/recipe-layer.ts";
import type { ObjectiveRecipe } from "../schemas/objective-schema.ts";
import type { Recipe } from "../schemas/recipe-schema.ts";
import { objectiveOf } from "./objective-of.ts";

/**
 * Makes the option null that a recipe's leash steers. A leash takes the place of a value that an earlier layer gave, such
 * as a preset's. Throws `recipe` if the value was given beside the leash or after it, and for null without a leash.
 */
export function leaveToLeash(
	recipe: Recipe,
	layers: readonly RecipeLayer[],
	where: string,
): Recipe {
	const { objective, leash } = recipe;
	const option = objectiveOf(objective).steers?.option;
	if (option === undefined) return recipe;
	const steered = leash?.how === "steer";
	const value = (objective as Readonly<Record<string, unknown>>)[option];
	if (!steered) {
		if (value !== null) return recipe;
		throw new TemperError("recipe", {
			where: `${where}: objective.${option}`,
			expected: "a number, because no leash steers it",
			found: "null",
			hint: "Set a number, or a leash that steers it: leash: { kl: 0.05, how: steer }.",
		});
	}
	const given = layers.findLastIndex((layer) => names(layer, option));
	const leashed = layers.findLastIndex(({ value }) => isRecord(value.leash));
	const layer = layers[given];
	if (layer !== undefined && given >= leashed)
		throw new TemperError("recipe", {
			where: layer.locate(["objective", option]),
			expected: `objective.${option} or a leash that steers it`,
			found: "both",
			hint: `Leave objective.${option} out, or use a penalty instead: leash.how=penalty.`,
		});
	return {
		...recipe,
		objective: { ...objective, [option]: null } as ObjectiveRecipe,
	};
}

/** Whether a layer gives a number for an option of the objective. */
function names({ value }: RecipeLayer, option: string): boolean {
	const { objective } = value;
	return isRecord(objective) && typeof objective[option] === "number";
}
