import type { Group } from "../../data/example.ts";
import type { Known } from "../../engine/step.ts";
import type { RunEvent } from "../../runs/events.ts";

/** What an optimizer step learns from. */
export interface StepRows {
	/** Passes over the data once the step is done, with its fraction. */
	readonly epoch: number;
	readonly microBatches: readonly (readonly Group[])[];
	readonly known: Known;
}

/**
 * Where the rows of a run come from: a file, or the policy itself. Steps count from 0. For each step the loop asks
 * `open`, `rows`, and, once it is done, `close`.
 */
export interface StepSource {
	/**
	 * The round that begins at this step, from 1, or null. Something is then drawn from the policy, or kept of it, before
	 * the step: a checkpoint keeps what it is drawn from.
	 */
	roundBegun(step: number): number | null;
	/** Makes ready what the step needs, from disk if an earlier session made it. */
	open(step: number): AsyncGenerator<RunEvent>;
	rows(step: number): StepRows;
	/** Says what a round did whose last step this was. */
	close(step: number): AsyncGenerator<RunEvent>;
	dispose(): Promise<void>;
}

/** A generator of nothing, for sources that have nothing to say. */
export async function* silence(): AsyncGenerator<never> {}
