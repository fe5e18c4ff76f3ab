import type { ObjectiveKind, objectives } from "../../objectives/all.ts";
import { type RowOrigin, rowOrigins } from "../../objectives/objective.ts";
import type { ObjectiveRecipe } from "../schemas/objective-schema.ts";
import type { SamplingRecipe } from "../schemas/sampling-schema.ts";
import { objectiveOf } from "./objective-of.ts";

/** The recipes of the objectives whose rows have one of these origins. */
export type RecipeFrom<R extends RowOrigin> = Extract<
	ObjectiveRecipe,
	{ kind: KindFrom<R> }
>;

/** An objective whose maker does not name one origin counts for all: its recipe then lacks their options. */
type KindFrom<R extends RowOrigin> = R extends RowOrigin
	? {
			[K in ObjectiveKind]: R extends ReturnType<(typeof objectives)[K]>["rows"]
				? K
				: never;
		}[ObjectiveKind]
	: never;

/** The options of an objective if its rows have one of these origins, else null. */
export function recipeFrom<R extends RowOrigin>(
	objective: ObjectiveRecipe,
	...origins: readonly R[]
): RecipeFrom<R> | null {
	const { rows } = objectiveOf(objective);
	return origins.some((origin) => origin === rows)
		? (objective as RecipeFrom<R>)
		: null;
}

/** How an objective draws answers from the policy; null if it draws none. */
export function samplingOf(objective: ObjectiveRecipe): SamplingRecipe | null {
	return (
		recipeFrom(objective, "pairs", "groups", "learnt-groups")?.sampling ?? null
	);
}

/** How the steps of a run fall into rounds: this many, or one every so many steps. */
export type RoundLength =
	| { readonly count: number }
	| { readonly every: number };

/** The rounds that an objective asks for; null if it has none. */
export function roundLengthOf(objective: ObjectiveRecipe): RoundLength | null {
	const counted = recipeFrom(objective, "pairs", "learnt-groups");
	if (counted) return { count: counted.rounds };
	const timed = recipeFrom(objective, "snapshot", "groups");
	return timed && { every: timed.roundSteps };
}

export function hasRounds(objective: ObjectiveRecipe): boolean {
	return rowOrigins[objectiveOf(objective).rows].rounds;
}
