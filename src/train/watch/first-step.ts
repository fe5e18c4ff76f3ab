import { dropoutSeeds } from "../../core/random.ts";
import type { Learner } from "../../engine/engine.ts";
import type { StepPlan, StepResult } from "../../engine/step.ts";
import { nothingGiven } from "../../engine/step.ts";
import { sft } from "../../objectives/imitation/sft.ts";
import type { Objective } from "../../objectives/objective.ts";
import { gradientScale } from "../../optim/gradient-scale.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type { UnitsEvent } from "../../runs/events.ts";
import type { Prepared } from "../prepare/prepare.ts";
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
	{ prepared, learner }: Pick<Stage, "prepared" | "learner">,
	plan: StepPlan,
): Promise<FirstStep> {
	const { objective, reference, recipe } = prepared;
	const sftNorm = hasUnits(objective)
		? await sftGradientNorm(prepared, learner, plan)
		: null;
	const taken = await learner.step(plan);
	const same = reference === null && !drops(recipe);
	if (plan.given.reference && same)
		checkStart(taken.results, recipe.device.kind);
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

/** The norm of SFT's gradient at the current policy, on the liked answers of a step. */
async function sftGradientNorm(
	prepared: Prepared,
	{ policy }: Learner,
	{ microBatches, seed }: StepPlan,
): Promise<number> {
	const gradients = await prepared.engine.gradients({
		model: prepared.model,
		objective: sft(),
		graph: { ...prepared.graph, sharedPrompts: false },
		endIds: prepared.tokenizer.endOfTurn,
	});
	let weight = 0;
	for (const [i, groups] of microBatches.entries()) {
		const liked = groups.flat().filter((row) => row.liked);
		if (liked.length === 0) continue;
		const rows = liked.map((row) => [row]);
		const dropout = dropoutSeeds.ofMicroBatch(seed, i);
		weight += (await gradients.run(rows, policy, nothingGiven, dropout)).weight;
	}
	const { norm } = gradientScale(gradients.gradients, weight, null);
	await gradients.dispose();
	return norm;
}

function unitsEvent(gradNorm: number, sftGradNorm: number): UnitsEvent {
	const ratio = sftGradNorm > 0 ? gradNorm / sftGradNorm : Number.NaN;
	return { kind: "units", step: 1, gradNorm, sftGradNorm, ratio };
}
