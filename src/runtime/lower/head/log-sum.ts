import type { Emitter } from "../emitter.ts";

/** Over the last axis. */
export function reduce(
	e: Emitter,
	type: string,
	x: string,
	keep: boolean,
): string {
	return e.op(type, [x, e.integers(-1)], { keepdims: keep ? 1 : 0 });
}

/**
 * log sum exp of each row, from its largest logit and its largest probability, which is never below 1/V.
 */
export function logSum(
	e: Emitter,
	logits: string,
	p: string,
): { readonly top: string; readonly total: string } {
	const top = reduce(e, "ReduceMax", logits, true);
	const highest = reduce(e, "ReduceMax", p, true);
	return { top, total: e.op("Sub", [top, e.op("Log", [highest])]) };
}
