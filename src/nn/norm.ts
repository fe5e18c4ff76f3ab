import type { Value } from "../graph/graph.ts";
import type { Parameters } from "./parameters.ts";

export interface RmsNormOptions {
	readonly epsilon: number;
	/** Gemma keeps the weight minus one. */
	readonly plusOne?: boolean;
}

/**
 * Root mean square norm over the last axis, [.., C] to [.., C]. In a rotated model, whose layers hold the weights of their
 * norms, those have none.
 */
export function rmsNorm(
	p: Parameters,
	path: string,
	x: Value,
	{ epsilon, plusOne = false }: RmsNormOptions,
): Value {
	const weight = p.rotation?.norms.has(path)
		? ones(p, p.rotation.width)
		: normWeight(p, path, plusOne);
	return p.ops.emit("rmsNorm", [x, weight], { epsilon })[0];
}

function normWeight(p: Parameters, path: string, plusOne: boolean): Value {
	const stored = p.weight(`${path}.weight`);
	return plusOne ? p.ops.affine(stored, 1, 1) : stored;
}

function ones(p: Parameters, size: number): Value {
	const name = `ones.${size}`;
	return p.shared(name, () =>
		p.ops.constant(name, new Float32Array(size).fill(1)),
	);
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
