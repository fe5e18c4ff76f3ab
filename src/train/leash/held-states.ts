import { RandomStream } from "../../core/random.ts";
import { alone, type Example } from "../../data/example.ts";
import { microBatchesOf } from "../../data/micro-batches.ts";
import { joinRows } from "../../data/pack.ts";
import type { HeldRows } from "../../engine/step.ts";

/** Rows that a penalty holds, with the base's last hidden states at their supervised positions. */
export interface HeldStates {
	readonly rows: readonly Example[];
	readonly hidden: readonly Float32Array[];
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
	{ rows, hidden }: HeldStates,
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
	const statesOf = new Map(rows.map((row, r) => [row, hidden[r]]));
	return microBatchesOf(
		alone(chosen.map((r) => rows[r] as Example)),
		tokens,
	).map((groups) => {
		const own = groups.flat();
		const states = own.map((row) => statesOf.get(row) as Float32Array);
		return { rows: own, hidden: joinRows(states) };
	});
}
