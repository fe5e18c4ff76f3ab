import type { Example } from "../../data/example.ts";
import type { Prepared } from "../prepare.ts";
import { type Demonstration, demonstrationOf } from "./demonstration.ts";
import type { Round } from "./rounds.ts";

/** The demonstrations that the steps of a round visit, each once, in that order. */
export function roundDemonstrations(
	{ plan, train }: Prepared,
	{ from, to }: Round,
): Demonstration[] {
	const rows = new Set<Example>();
	for (let step = from; step < to; step++)
		for (const index of plan.step(step).microBatches.flat())
			rows.add(train[index]?.[0] as Example);
	return [...rows].map(demonstrationOf);
}

/** The part of a list that step `step` of a round takes, evenly; a list shorter than the round is gone through again. */
export function shareOf<T>(
	items: readonly T[],
	step: number,
	{ from, to }: Round,
): readonly T[] {
	const steps = to - from;
	const k = step - from;
	if (items.length < steps) return items.slice(k % items.length).slice(0, 1);
	const at = (i: number) => Math.floor((i * items.length) / steps);
	return items.slice(at(k), at(k + 1));
}
