import { TemperError } from "../../../core/error.ts";
import type { Task } from "../../../eval/task/task.ts";
import type { PilotArm } from "../../../recipes/parse/parse-pilot.ts";
import { resolveRecipe } from "../../../recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../../../recipes/schemas/recipe-schema.ts";
import { partRows, writePart } from "../../measures/part-rows.ts";
import { stagesOf } from "../arms/arm-stages.ts";

/** General rows in two files that share no question. */
export interface GeneralParts {
	/** The whole, as recipes name it. */
	readonly source: string;
	/** What penalties hold. */
	readonly held: string;
	/** What all arms are measured on. */
	readonly measured: string;
}

/**
 * The general rows of which an arm's penalty would hold half: rows that one arm trains on are no measure of how far each
 * arm moves. Null if no arm holds rows that it does not name.
 */
export function sharedGeneral(arms: readonly PilotArm[]): string | null {
	const recipes = arms.flatMap((arm) =>
		stagesOf(arm).map(({ recipe }) => recipe),
	);
	const holding = recipes.find(holdsHalf);
	return holding ? generalOf(holding) : null;
}

/** Parts general rows in two files of a folder. Throws `data` if a side would be empty, and `disk`. */
export async function partGeneral(
	source: string,
	folder: string,
): Promise<GeneralParts> {
	const { chosen, others, questions } = await partRows(
		{ rows: source, group: null, limit: null },
		(all) => Math.ceil(all / 2),
	);
	if (others.length === 0)
		throw new TemperError("data", {
			where: source,
			expected:
				"enough general rows to use one half as penalty rows of an arm and to measure all arms on the other",
			found: `${questions} in all`,
			hint: "Add rows, or name the penalty rows of the arm: leash: { kl: 0.05, rows: held.jsonl }.",
		});
	return {
		source,
		held: await writePart(source, "held", chosen, folder),
		measured: await writePart(source, "measured", others, folder),
	};
}

/** A pilot's arms and tasks on the two parts; both as they are if nothing is parted. */
export function onParts<A extends PilotArm>(
	arms: readonly A[],
	tasks: readonly Task[],
	parts: GeneralParts | null,
): { readonly arms: readonly A[]; readonly tasks: readonly Task[] } {
	if (parts === null) return { arms, tasks };
	return {
		arms: arms.map((arm) => armOnParts(arm, parts)),
		tasks: tasks.map((task) =>
			task.rows === parts.source ? { ...task, rows: parts.measured } : task,
		),
	};
}

function armOnParts<A extends PilotArm>(arm: A, parts: GeneralParts): A {
	return {
		...arm,
		recipe: recipeOnParts(arm.recipe, parts),
		earlier: arm.earlier.map((stage) => ({
			...stage,
			recipe: recipeOnParts(stage.recipe, parts),
		})),
	};
}

function recipeOnParts(
	recipe: Recipe,
	{ source, held, measured }: GeneralParts,
): Recipe {
	if (generalOf(recipe) !== source) return recipe;
	return {
		...recipe,
		data: { ...recipe.data, general: measured },
		leash: holdsHalf(recipe)
			? recipe.leash && { ...recipe.leash, rows: held }
			: recipe.leash,
	};
}

function generalOf(recipe: Recipe): string | null {
	return resolveRecipe({ ...recipe, out: "." }).recipe.data.general;
}

function holdsHalf({ leash }: Recipe): boolean {
	return leash?.how === "penalty" && leash.rows === null;
}
