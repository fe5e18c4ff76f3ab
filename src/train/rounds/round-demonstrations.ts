import type { Example } from "../../data/example.ts";
import type { Prepared } from "../prepare.ts";
import { type Demonstration, demonstrationOf } from "./demonstration.ts";
import type { Round } from "./rounds.ts";

/** What the steps of a round visit. */
export interface Visited {
	/** Each once, in the order of their first visit. */
	readonly demonstrations: readonly Demonstration[];
	/** How often each is visited, on average: more than once where a round is longer than a pass over the data. */
	readonly passes: number;
}

/** Held-out demonstrations that are answered anew in each round: enough for an interval. */
const mostHeldOut = 32;

export function heldOutDemonstrations({
	heldOut,
}: Prepared): readonly Demonstration[] {
	return heldOut
		.slice(0, mostHeldOut)
		.map((group) => demonstrationOf(group[0] as Example));
}

export function roundDemonstrations(
	{ plan, train }: Prepared,
	{ from, to }: Round,
): Visited {
	const rows = new Set<Example>();
	let visits = 0;
	for (let step = from; step < to; step++)
		for (const index of plan.step(step).microBatches.flat()) {
			rows.add(train[index]?.[0] as Example);
			visits++;
		}
	return {
		demonstrations: [...rows].map(demonstrationOf),
		passes: visits / rows.size,
	};
}

/** The part of a list that step `step` of a round takes, when the round goes through the list `passes` times; never none. */
export function shareOf<T>(
	items: readonly T[],
	step: number,
	{ from, to }: Round,
	passes: number,
): readonly T[] {
	const steps = to - from;
	const visits = Math.max(steps, Math.round(items.length * passes));
	const at = (k: number) => Math.floor((k * visits) / steps);
	const [first, end] = [at(step - from), at(step - from + 1)];
	return Array.from(
		{ length: end - first },
		(_, i) => items[(first + i) % items.length] as T,
	);
}
