import { TemperError } from "../core/error.ts";

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

/** Four sums side by side, in float64: exact enough for any size, and fast. */
function sumOfSquares(values: Float32Array): number {
	const end = values.length - (values.length % 4);
	let a = 0;
	let b = 0;
	let c = 0;
	let d = 0;
	for (let i = 0; i < end; i += 4) {
		a += values[i]! * values[i]!;
		b += values[i + 1]! * values[i + 1]!;
		c += values[i + 2]! * values[i + 2]!;
		d += values[i + 3]! * values[i + 3]!;
	}
	for (let i = end; i < values.length; i++) a += values[i]! * values[i]!;
	return a + b + c + d;
}
