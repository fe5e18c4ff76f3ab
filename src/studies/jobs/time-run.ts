import { resolveRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { dryRun } from "../../train/dry-run/dry-run.ts";
import { usualMeasures } from "../../train/leash/leash-plan.ts";
import type { RunSpeed, TimeWork } from "./job-request.ts";
import { stageShares } from "./stage-shares.ts";

/** Measures of a leash at the end of a run, while it is drawn back. */
const drawingBack = 3;

/** Takes a few steps of each recipe of a run and estimates what such runs take. Throws what training throws. */
export async function timeRun({
	stages,
	evaluations,
}: Pick<TimeWork, "stages" | "evaluations">): Promise<RunSpeed> {
	const sinceProcessBegan = performance.now() / 1000;
	const shares = stageShares(stages);
	const speeds: RunSpeed[] = [];
	for (const [i, stage] of stages.entries())
		speeds.push(await timeRecipe(stage, ofStage(evaluations, shares[i] ?? 1)));
	const speed = speedOfStages(speeds);
	return { ...speed, start: sinceProcessBegan + speed.start };
}

/** The evaluations of a run that fall into a stage. */
function ofStage(evaluations: number | null, share: number): number | null {
	return evaluations === null ? null : evaluations * share;
}

/**
 * The speed of a run whose stages have these. A run starts once; what each later stage takes to start counts as a part
 * of the run. Each stage keeps its checkpoints and its result, and the run has a copy of the last result.
 */
export function speedOfStages(speeds: readonly RunSpeed[]): RunSpeed {
	const [first, ...others] = speeds as readonly [RunSpeed, ...RunSpeed[]];
	if (others.length === 0) return first;
	const sum = (of: (speed: RunSpeed) => number) =>
		speeds.reduce((total, speed) => total + of(speed), 0);
	const steps = sum((speed) => speed.steps);
	const starts = sum(({ start }) => start) - first.start;
	return {
		...{ start: first.start, steps },
		perStep: sum((speed) => speed.perStep * speed.steps) / steps,
		perRun: sum(({ perRun }) => perRun) + starts,
		checkpoints: sum(({ checkpoints }) => checkpoints),
		checkpointBytes: Math.max(
			...speeds.map(({ checkpointBytes }) => checkpointBytes),
		),
		resultBytes:
			sum(({ resultBytes }) => resultBytes) + (others.at(-1)?.resultBytes ?? 0),
	};
}

async function timeRecipe(
	recipe: Recipe,
	evaluations: number | null,
): Promise<RunSpeed> {
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
		start: cost.startSeconds,
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
