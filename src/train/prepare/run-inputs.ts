import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { ownReference } from "../../recipes/resolve/resolve-reference.ts";
import { recipeFrom } from "../../recipes/resolve/row-origin.ts";
import type { RewardSpec } from "../../rewards/reward-spec.ts";

/** Files and folders that decide the outcome of a run. */
export function inputsOf(recipe: ResolvedRecipe): string[] {
	const { model, base, data, tune, leash, objective, watch } = recipe;
	const rewards =
		recipeFrom(objective, "learnt-groups")?.rewardModel.from ?? null;
	const reference = ownReference(objective);
	const adapter = reference?.adapter ?? null;
	const paths = [
		model,
		...(base === model ? [] : [base]),
		...(reference === null ? [] : [reference.model]),
		...(adapter === null ? [] : [adapter]),
		...(tune.kind === "lora" && tune.from !== null ? [tune.from] : []),
		...(rewards === null ? [] : [rewards]),
		...rewardPaths(recipe),
		...(data.template?.file === undefined ? [] : [data.template.file]),
		...data.train.map(({ path }) => path),
		...(data.pairs === null ? [] : [data.pairs]),
		...(data.heldOut.kind === "file" ? [data.heldOut.path] : []),
		...(data.general === null ? [] : [data.general]),
		...(leash === null || leash.rows === null ? [] : [leash.rows]),
		...watch.tasks,
	];
	return [...new Set(paths)];
}

/** Files and folders that the rewards of a run read. */
export function rewardPaths({
	objective,
}: Pick<ResolvedRecipe, "objective">): string[] {
	const functions = recipeFrom(objective, "groups")?.reward ?? [];
	return functions.flatMap(rewardFiles);
}

function rewardFiles(reward: RewardSpec): string[] {
	if ("path" in reward) return [reward.path];
	return "schema" in reward && typeof reward.schema === "string"
		? [reward.schema]
		: [];
}
