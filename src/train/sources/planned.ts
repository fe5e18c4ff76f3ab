import type { Known } from "../../engine/step.ts";
import type { RunEvent } from "../../runs/events.ts";
import type { Prepared } from "../prepare/prepare.ts";
import { stageReference } from "../reference/stage-reference.ts";
import { type StepRows, type StepSource, silence } from "./source.ts";
import type { Stage } from "./stage.ts";

/** Rows of the data files, in the order that the seed decides, with the scores of the stage's start if they are needed. */
export class PlannedSource implements StepSource {
	readonly #stage: Stage;
	readonly #startHash: string | null;
	#known: Known | null = null;

	/** `startHash` names the weights at the start of the stage; null if they were not hashed. */
	constructor(stage: Stage, startHash: string | null) {
		this.#stage = stage;
		this.#startHash = startHash;
	}

	roundBegun(): number | null {
		return null;
	}

	async *open(): AsyncGenerator<RunEvent> {
		this.#known ??= {
			reference: await stageReference(this.#stage, this.#startHash),
		};
		yield* silence();
	}

	rows(step: number): StepRows {
		const { prepared } = this.#stage;
		// Before the first step the policy is the start of the stage.
		const referenceIsPolicy = step === 0 && prepared.reference === null;
		return plannedRows(prepared, step, { ...this.#known, referenceIsPolicy });
	}

	close = silence;

	async dispose(): Promise<void> {}
}

export function plannedRows(
	{ plan, train }: Prepared,
	step: number,
	known: Known,
): StepRows {
	const { epoch, microBatches } = plan.step(step);
	const { stepsPerEpoch } = plan;
	return {
		epoch: epoch + ((step % stepsPerEpoch) + 1) / stepsPerEpoch,
		microBatches: microBatches.map((indices) =>
			indices.map((index) => train[index] ?? []),
		),
		known,
	};
}
