import type { Value } from "../graph/graph.ts";
import type { Parameters } from "./parameters.ts";

export interface RmsNormOptions {
	readonly epsilon: number;
	/** Gemma keeps the weight minus one. */
	readonly plusOne?: boolean;
}

/** Root mean square norm over the last axis, [.., C] to [.., C]. */
export function rmsNorm(
	p: Parameters,
	path: string,
	x: Value,
	{ epsilon, plusOne = false }: RmsNormOptions,
): Value {
	const stored = p.weight(`${path}.weight`);
	const weight = plusOne ? p.ops.affine(stored, 1, 1) : stored;
	return p.ops.emit("rmsNorm", [x, weight], { epsilon })[0];
}

/** Layer norm over the last axis, [N, C] to [N, C]. */
export function layerNorm(
	p: Parameters,
	path: string,
	x: Value,
	epsilon: number,
): Value {
	const [weight, bias] = [p.weight(`${path}.weight`), p.weight(`${path}.bias`)];
	return p.ops.emit("layerNorm", [x, weight, bias], { epsilon })[0];
}
