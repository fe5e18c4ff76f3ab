import { stringify } from "yaml";
import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { stageKeys } from "../../../recipes/parse/stage-layers.ts";
import { portableRecipe } from "../../../recipes/resolve/portable-recipe.ts";
import type { Recipe } from "../../../recipes/schemas/recipe-schema.ts";
import type { Json } from "../../../runs/events.ts";
import { stagesAt } from "../arms/arm-stages.ts";
import type { ArmResult } from "../pilot-result.ts";

/** The recipe of an arm with its chosen learning rate, as `npx temper-lm train` takes it: without a folder, for a run of its own. */
export function goOnRecipe(
	{ arms, seeds, out: folder }: PilotRecipe,
	{
		name,
		learningRate,
		stages: trained,
	}: Pick<ArmResult, "name" | "learningRate" | "stages">,
	steps: number | null,
): string | null {
	const arm = arms.find((one) => one.name === name);
	if (arm === undefined) return null;
	const earlier = trained?.slice(0, -1).map((stage) => stage.learningRate);
	const stages = stagesAt(arm, {
		...{ learningRate, steps, earlier: earlier ?? null },
	});
	const recipes = stages.map(({ out: _, ...recipe }) => ({
		...recipe,
		seed: seeds[0] ?? recipe.seed,
	}));
	const [only, ...others] = recipes;
	const whole = others.length === 0 ? only : staged(recipes);
	const portable = portableRecipe(whole as unknown as Json, folder);
	return `# ${name}, at the learning rate that the pilot chose.\n${stringify(portable)}`;
}

/** One recipe of several stages: what only a recipe may say, and what each stage may. */
function staged(
	recipes: readonly Omit<Recipe, "out">[],
): Readonly<Record<string, unknown>> {
	const inStage = new Set<string>(stageKeys);
	const part = (recipe: object, isOfStage: boolean) =>
		Object.fromEntries(
			Object.entries(recipe).filter(([key]) => inStage.has(key) === isOfStage),
		);
	return {
		...part(recipes[0] ?? {}, false),
		stages: recipes.map((recipe) => part(recipe, true)),
	};
}
