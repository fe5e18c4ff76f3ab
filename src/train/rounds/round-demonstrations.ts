import type { Example } from "../../data/example.ts";
import type { Prepared } from "../prepare/prepare.ts";
import { type Demonstration, demonstrationsOf } from "./demonstration.ts";
import type { Round } from "./rounds.ts";

/** What the steps of a round visit. */
export interface Visited {
	/** Every taught turn of each row that is visited, in the order of the rows' first visits. */
	readonly demonstrations: readonly Demonstration[];
	/** How often each is visited, on average: more than once if a round is longer than an epoch. */
	readonly passes: number;
}

/** Held-out demonstrations that are answered anew in each round: enough for an interval. */
const mostHeldOut = 32;

/** The demonstrations of a run, read once. */
export class RunDemonstrations {
	/** Of the rows that are trained on, in their order. */
	readonly all: readonly Demonstration[];
	readonly heldOut: readonly Demonstration[];
	readonly #ofRow: ReadonlyMap<Example, readonly Demonstration[]>;
	readonly #prepared: Pick<Prepared, "plan" | "train">;

	constructor(prepared: Pick<Prepared, "plan" | "train" | "heldOut">) {
		this.#prepared = prepared;
		this.#ofRow = demonstrationsOf(prepared.train);
		this.all = [...this.#ofRow.values()].flat();
		const heldOut = [...demonstrationsOf(prepared.heldOut).values()].flat();
		this.heldOut = heldOut.slice(0, mostHeldOut);
	}

	visitedIn({ from, to }: Round): Visited {
		const { plan, train } = this.#prepared;
		const rows = new Set<Example>();
		let visits = 0;
		for (let step = from; step < to; step++)
			for (const index of plan.step(step).microBatches.flat()) {
				rows.add(train[index]?.[0] as Example);
				visits++;
			}
		return {
			demonstrations: [...rows].flatMap((row) => this.#ofRow.get(row) ?? []),
			passes: visits / rows.size,
		};
	}
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
