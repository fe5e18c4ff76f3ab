import { TemperError } from "../core/error.ts";
import { blockSize, kernels } from "./kernel/kernel.ts";

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
	kernels.sums.fill(0);
	for (let start = 0; start < whole; start += blockSize) {
		const end = Math.min(start + blockSize, whole);
		kernels.gradient.set(values.subarray(start, end));
		kernels.squares(4 * (end - start));
	}
	let total = kernels.sums.reduce((sum, part) => sum + part, 0);
	for (let i = whole; i < values.length; i++) total += values[i]! * values[i]!;
	return total;
}
