import type { StepPlan, StepResult } from "../../engine/step.ts";
import { sft } from "../../objectives/imitation/sft.ts";
import type { Objective } from "../../objectives/objective.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { UnitsEvent } from "../../runs/events.ts";
import type { Stage } from "../sources/stage.ts";
import { checkStart } from "./check-start.ts";

export interface FirstStep extends StepResult {
	/** The first gradient in SFT's units; null for SFT itself and for an objective that reads no tokens. */
	readonly units: UnitsEvent | null;
}

/**
 * Takes the first step of a run, compares its gradient with SFT's on the same rows, and checks that the reference agrees with
 * the policy before the update if both are the same weights. Throws `internal` if they disagree, and what a step throws.
 */
export async function takeFirstStep(
	{
		prepared,
		session,
		learner,
	}: Pick<Stage, "prepared" | "session" | "learner">,
	plan: StepPlan,
): Promise<FirstStep> {
	const { objective, reference, recipe } = prepared;
	const sftNorm = hasUnits(objective) ? await learner.sftNorm(plan) : null;
	const taken = await learner.step(plan);
	const same = reference === null && !drops(recipe);
	if (plan.given.reference && same) checkStart(taken.results, session.facts);
	const units = sftNorm === null ? null : unitsEvent(taken.norm, sftNorm);
	return { ...taken, units };
}

/** Whether dropout changes what the policy says before its first update: new adapters say nothing yet. */
function drops({ tune }: ResolvedRecipe): boolean {
	return tune.kind === "lora" && tune.from !== null && tune.dropout > 0;
}

/** Whether a first gradient has a ratio to SFT's: SFT is the unit itself, and a reward model gives tokens no probability. */
function hasUnits({ name, trains }: Objective): boolean {
	return name !== sft().name && trains === "policy";
}

function unitsEvent(gradNorm: number, sftGradNorm: number): UnitsEvent {
	const ratio = sftGradNorm > 0 ? gradNorm / sftGradNorm : Number.NaN;
	return { kind: "units", step: 1, gradNorm, sftGradNorm, ratio };
}
