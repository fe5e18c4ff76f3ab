import { RandomStream } from "../../core/random.ts";
import { alone, type Example } from "../../data/example.ts";
import { microBatchesOf } from "../../data/micro-batches.ts";
import type { Baseline, HeldRows } from "../../engine/step.ts";

/** Rows that a penalty holds, and the base on each of them. */
export interface HeldStates {
	readonly rows: readonly Example[];
	readonly baselines: readonly Baseline[];
}

export interface HeldOrder {
	readonly seed: number;
	/** Rows of a step. */
	readonly perStep: number;
	/** Tokens of a micro-batch. */
	readonly tokens: number;
}

/** The rows that step k, from 0, holds: all of them in turn, in an order of each pass, which hangs on seed and pass alone. */
export function heldAt(
	{ rows, baselines }: HeldStates,
	step: number,
	{ seed, perStep, tokens }: HeldOrder,
): HeldRows[] {
	const chosen = Array.from({ length: perStep }, (_, i) => {
		const turn = step * perStep + i;
		const pass = Math.floor(turn / rows.length);
		const order = new RandomStream(seed, `leash/${pass}`).shuffle([
			...rows.keys(),
		]);
		return order[turn % rows.length] as number;
	});
	const baselineOf = new Map(rows.map((row, r) => [row, baselines[r]]));
	return microBatchesOf(
		alone(chosen.map((r) => rows[r] as Example)),
		tokens,
	).map((groups) => {
		const own = groups.flat();
		return {
			rows: own,
			baselines: own.map((row) => baselineOf.get(row) as Baseline),
		};
	});
}
