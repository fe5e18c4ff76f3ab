import { usualRate } from "../../../recipes/defaults/objective-defaults.ts";
import type { ArmStage, PilotArm } from "../../../recipes/parse/parse-pilot.ts";
import type { Recipe } from "../../../recipes/schemas/recipe-schema.ts";
import { stageShares, stepsOfStages } from "../../jobs/stage-shares.ts";

/** The stages of an arm in their order; one for most arms. */
export function stagesOf({
	earlier,
	recipe,
	ownCadence,
}: Pick<PilotArm, keyof ArmStage | "earlier">): readonly ArmStage[] {
	return [...earlier, { recipe, ownCadence }];
}

/** What is chosen for the runs of an arm. */
export interface Chosen {
	/** That of the last stage. */
	readonly learningRate: number;
	/** Steps of the whole run; null: as the recipes say. */
	readonly steps: number | null;
	/** The rates of the stages before it, in their order; null or left out: they share the factor of the last one. */
	readonly earlier?: readonly number[] | null;
}

/**
 * The recipes of an arm's stages at a learning rate, which is that of the last stage. The stages before it have the rates
 * that were chosen for them; otherwise their own are multiplied by the same factor. A number of steps is divided between the stages by their lengths.
 */
export function stagesAt(
	arm: Pick<PilotArm, keyof ArmStage | "earlier">,
	{ learningRate, steps, earlier = null }: Chosen,
): Recipe[] {
	const recipes = stagesOf(arm).map(({ recipe }) => recipe);
	const factor = learningRate / usualRate(arm.recipe);
	const counts =
		steps === null ? null : stepsOfStages(steps, stageShares(recipes));
	return recipes.map((recipe, i) => {
		const { optimizer, length } = recipe;
		const rate =
			recipe === arm.recipe
				? learningRate
				: (earlier?.[i] ?? Number((usualRate(recipe) * factor).toPrecision(6)));
		const count = counts?.[i];
		return {
			...recipe,
			optimizer: { ...optimizer, learningRate: rate },
			length: count === undefined ? length : { kind: "steps", count },
		};
	});
}
