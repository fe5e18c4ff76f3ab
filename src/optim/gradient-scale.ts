import { TemperError } from "../core/error.ts";
import { kernelsOver } from "./kernel/arrays.ts";
import { block, blockSize } from "./kernel/block.ts";
import type { Kernels } from "./kernel/kernel.ts";

export interface GradientScale {
	/** L2 norm of all gradients together, after division by the weight and before clipping. */
	readonly norm: number;
	/** What each gradient is to be multiplied by: 1 / weight, times the clipping coefficient. */
	readonly scale: number;
}

/**
 * Turns summed gradients into the gradient of the mean, clipped to a norm, without touching them: the result goes into the
 * update as a factor. Clips as `torch.nn.utils.clip_grad_norm_`: coefficient min(1, maxNorm / (norm + 1e-6)).
 *
 * `weight` is the loss's denominator, summed over the step. With `maxNorm` null nothing is clipped. A norm that is not
 * finite is returned unchanged, and the step must then be skipped. Throws `internal` when the weight is not positive.
 */
export function gradientScale(
	gradients: Iterable<Float32Array>,
	weight: number,
	maxNorm: number | null,
): GradientScale {
	if (!(weight > 0)) {
		throw new TemperError("internal", {
			where: "gradient scale",
			expected: "a positive weight to divide the gradients by",
			found: String(weight),
		});
	}
	let squares = 0;
	for (const gradient of gradients) squares += sumOfSquares(gradient);
	const norm = Math.sqrt(squares) / weight;
	const coefficient =
		maxNorm === null ? 1 : Math.min(1, maxNorm / (norm + 1e-6));
	return { norm, scale: coefficient / weight };
}

/** In float64, four sums side by side, in WebAssembly: exact enough for any size, and fast. */
function sumOfSquares(values: Float32Array): number {
	const whole = values.length - (values.length % 4);
	let total = squaresOf(values.subarray(0, whole));
	for (let i = whole; i < values.length; i++) total += values[i]! * values[i]!;
	return total;
}

/** Of a multiple of four values. */
function squaresOf(values: Float32Array): number {
	if (values.length === 0) return 0;
	const there = kernelsOver(values);
	const kernels = there ?? block.kernels;
	const sums = new Float64Array(kernels.memory, 0, 4).fill(0);
	if (there) addSquares(there, values);
	else
		for (let start = 0; start < values.length; start += blockSize) {
			const some = values.subarray(start, start + blockSize);
			block.gradient.set(some);
			addSquares(kernels, block.gradient.subarray(0, some.length));
		}
	return sums.reduce((sum, part) => sum + part, 0);
}

function addSquares({ squares }: Kernels, there: Float32Array): void {
	squares(there.byteOffset, there.byteOffset + there.byteLength);
}
