import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { StepEvent } from "../../runs/events.ts";

/** How far a run is, 0 to 1, by its recipe's own measure. */
export function shareDone(
	{ length }: Pick<ResolvedRecipe, "length">,
	event: Pick<StepEvent, "step" | "epoch">,
): number {
	const { kind, count } = length;
	return Math.min(1, (kind === "steps" ? event.step : event.epoch) / count);
}
