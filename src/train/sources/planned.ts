import type { Prepared } from "../prepare.ts";
import { type Given, nothingGiven, type Reference } from "../stepper.ts";
import { type StepRows, type StepSource, silence } from "./source.ts";

/** Rows of the data files, in the order that the seed decides. */
export function plannedSource(
	prepared: Prepared,
	reference: Reference | null,
): StepSource {
	const given: Given = { ...nothingGiven, reference };
	return {
		beginsRound: () => false,
		open: silence,
		rows: (step) => plannedRows(prepared, step, given),
		close: silence,
		dispose: async () => {},
	};
}

export function plannedRows(
	{ plan, train }: Prepared,
	step: number,
	given: Given,
): StepRows {
	const { epoch, microBatches } = plan.step(step);
	const { stepsPerEpoch } = plan;
	return {
		epoch: epoch + ((step % stepsPerEpoch) + 1) / stepsPerEpoch,
		microBatches: microBatches.map((indices) =>
			indices.map((index) => train[index] ?? []),
		),
		given,
	};
}
