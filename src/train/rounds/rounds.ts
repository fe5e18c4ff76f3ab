import type { RoundLength } from "../../recipes/resolve/row-origin.ts";

/** Optimizer steps that share one snapshot of the policy: from `from`, before `to`. */
export interface Round {
	/** From 1. */
	readonly number: number;
	readonly from: number;
	readonly to: number;
}

/** The round that a step, counted from 0, belongs to. Rounds differ in length by one step at most; the last of `every` may be short. */
export function roundOf(
	step: number,
	steps: number,
	length: RoundLength,
): Round {
	if ("every" in length) {
		const number = Math.floor(step / length.every) + 1;
		const from = (number - 1) * length.every;
		return { number, from, to: Math.min(steps, from + length.every) };
	}
	const count = Math.min(length.count, steps);
	const start = (n: number) => Math.floor((n * steps) / count);
	let n = Math.floor((step * count) / steps);
	while (start(n + 1) <= step) n++;
	return { number: n + 1, from: start(n), to: start(n + 1) };
}
