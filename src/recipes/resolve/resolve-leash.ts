import type { LeashRecipe } from "../schemas/leash-schema.ts";
import type { Recipe } from "../schemas/recipe-schema.ts";
import type { Derived } from "./derived.ts";
import { objectiveOf } from "./objective-of.ts";
import { refuse } from "./refuse.ts";

/** Throws `recipe` for a leash that the rest of the recipe leaves nothing to hold by. */
export function refuseLeash(
	{ objective, data }: Recipe,
	{ how, rows }: LeashRecipe,
): void {
	const { kind } = objective;
	if (data.general === null)
		refuse(
			"leash",
			"data.general, the rows on which it is measured how far the model moves",
			"null",
		);
	const { steers, trains } = objectiveOf(objective);
	if (trains !== "policy")
		refuse("leash", "an objective that trains a policy", kind);
	if (how === "steer" && steers === null)
		refuse(
			"leash.how",
			`penalty or stop with ${kind}, which has no option to steer`,
			how,
		);
	if (rows !== null && how !== "penalty")
		refuse(
			"leash.rows",
			"leash.how: penalty, the only kind with penalty rows",
			how,
		);
}

/** Says which option a leash steers. */
export function noteSteered(
	{ objective, leash }: Recipe,
	derived: Derived[],
): void {
	const { steers } = objectiveOf(objective);
	if (leash?.how === "steer" && steers !== null)
		derived.push({
			key: `objective.${steers.option}`,
			value: "steered",
			from: "leash",
		});
}
