import { resolveRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { dryRun } from "../../train/dry-run/dry-run.ts";
import { usualMeasures } from "../../train/leash/leash-plan.ts";
import type { RunSpeed, TimeWork } from "./job-request.ts";

/** Measures of a leash at the end of a run, while it is drawn back. */
const drawingBack = 3;

/** Takes a few steps of a recipe and estimates what its runs take. Throws what training throws. */
export async function timeRecipe({
	recipe,
	evaluations,
}: Pick<TimeWork, "recipe" | "evaluations">): Promise<RunSpeed> {
	const sinceProcessBegan = performance.now() / 1000;
	const { recipe: resolved } = resolveRecipe(recipe);
	const { cost, steps } = await dryRun(resolved);
	const { evaluate, leash, save, keep } = resolved;
	const own = evaluate === "never" ? 0 : evaluate === "end" ? 1 : null;
	const evaluated = evaluations ?? own;
	const everyStep =
		evaluated === null && typeof evaluate === "object" ? evaluate.every : null;
	const leashEvery = leash?.every ?? null;
	const measures = drawingBack + (leashEvery === null ? usualMeasures : 0);
	return {
		start: sinceProcessBegan + cost.startSeconds,
		perStep:
			cost.stepSeconds +
			(everyStep === null ? 0 : cost.evaluationSeconds / everyStep) +
			(leashEvery === null ? 0 : cost.leashSeconds / leashEvery),
		perRun:
			(evaluated ?? 0) * cost.evaluationSeconds + measures * cost.leashSeconds,
		steps,
		checkpoints: typeof save === "object" ? keep.last + Number(keep.best) : 1,
		checkpointBytes: cost.checkpointBytes,
		resultBytes: cost.trainedBytes,
	};
}
