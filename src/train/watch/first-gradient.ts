import { sft } from "../../objectives/imitation/sft.ts";
import type { Objective } from "../../objectives/objective.ts";
import { gradientScale } from "../../optim/gradient-scale.ts";
import { rewardHead } from "../../policy/graphs.ts";
import type { Policy } from "../../policy/policy.ts";
import type { UnitsEvent } from "../../runs/events.ts";
import type { Learner } from "../learner.ts";
import type { Prepared } from "../prepare/prepare.ts";
import type { StepRows } from "../sources/source.ts";
import { nothingGiven, Stepper } from "../stepper.ts";

/** Whether a first step is told in SFT's units: SFT is the unit itself, and a reward model says no words. */
export function hasUnits({ name }: Objective, policy: Policy): boolean {
	return name !== sft().name && !policy.values.has(rewardHead);
}

/** The norm of SFT's gradient at the policy as it stands, on the liked answers of a step. */
export async function sftGradientNorm(
	prepared: Prepared,
	{ policy }: Learner,
	{ microBatches }: StepRows,
	seed: number,
): Promise<number> {
	const stepper = await Stepper.create(
		prepared.model,
		sft(),
		{ ...prepared.graph, sharedPrompts: false },
		prepared.device,
		prepared.tokenizer.endOfTurn,
	);
	let weight = 0;
	for (const [i, groups] of microBatches.entries()) {
		const liked = groups.flat().filter((row) => row.liked);
		if (liked.length === 0) continue;
		const rows = liked.map((row) => [row]);
		const dropout = seed * 1009 + i;
		weight += (await stepper.run(rows, policy, nothingGiven, dropout)).weight;
	}
	const { norm } = gradientScale(stepper.gradients, weight, null);
	await stepper.dispose();
	return norm;
}

/** What the first step of this objective is worth in SFT's units. */
export function unitsEvent(gradNorm: number, sftGradNorm: number): UnitsEvent {
	const ratio = sftGradNorm > 0 ? gradNorm / sftGradNorm : Number.NaN;
	return { kind: "units", step: 1, gradNorm, sftGradNorm, ratio };
}
