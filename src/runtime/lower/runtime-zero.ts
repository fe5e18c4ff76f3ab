import type { Emitter } from "./emitter.ts";

/** Zeros that are made when they are needed, so that no file or session holds them. */
export function runtimeZero(e: Emitter, from: string): string {
	const flat = e.op("Reshape", [from, e.integers(-1)]);
	return e.op("Mul", [
		e.op("Slice", [flat, e.integers(0), e.integers(1)]),
		e.scalar(0),
	]);
}
