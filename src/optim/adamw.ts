import { blockSize, kernels } from "./kernel/kernel.ts";

/** The state of AdamW for one tensor. A checkpoint contains all of it. */
export interface AdamWState {
	/** Running mean of the gradient, one value per parameter. */
	readonly m: Float32Array;
	/** Running mean of the squared gradient, one value per parameter. */
	readonly v: Float32Array;
	/** Updates made so far. */
	step: number;
}

/** The numbers of one update. `gradientScale` multiplies every gradient before use: see `gradientScale()`. */
export interface AdamWUpdate {
	readonly learningRate: number;
	readonly betas: readonly [number, number];
	readonly epsilon: number;
	readonly weightDecay: number;
	readonly gradientScale: number;
}

/** The coefficients of one update, the same for every element of a tensor. */
interface Coefficients {
	/** 1 - lr * decay */
	readonly keep: number;
	/** 1 - beta1 */
	readonly rate1: number;
	readonly beta2: number;
	/** 1 - beta2 */
	readonly rate2: number;
	/** 1 / sqrt(1 - beta2^t) */
	readonly inverseRoot: number;
	/** lr / (1 - beta1^t) */
	readonly stepSize: number;
	readonly epsilon: number;
	readonly scale: number;
}

/** The state of a tensor of `size` values before its first update: all zero. */
export function newAdamWState(size: number): AdamWState {
	return { m: new Float32Array(size), v: new Float32Array(size), step: 0 };
}

/**
 * One AdamW update (Loshchilov and Hutter, arXiv 1711.05101, algorithm 2), in place, as `torch.optim.AdamW` makes it. With
 * g the scaled gradient and t the number of this update:
 *
 *     p <- p (1 - lr decay)
 *     m <- m + (1 - beta1) (g - m)
 *     v <- beta2 v + (1 - beta2) g^2
 *     p <- p - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 *
 * All four arrays have the same length. A gradient that is not finite corrupts the tensor: check the norm first.
 */
export function adamW(
	parameter: Float32Array,
	gradient: Float32Array,
	state: AdamWState,
	update: AdamWUpdate,
): void {
	state.step += 1;
	const [beta1, beta2] = update.betas;
	const coefficients: Coefficients = {
		keep: 1 - update.learningRate * update.weightDecay,
		rate1: 1 - beta1,
		beta2,
		rate2: 1 - beta2,
		inverseRoot: 1 / Math.sqrt(1 - beta2 ** state.step),
		stepSize: update.learningRate / (1 - beta1 ** state.step),
		epsilon: update.epsilon,
		scale: update.gradientScale,
	};
	const { m, v } = state;
	const done = updateBlocks(parameter, gradient, m, v, coefficients);
	updateFrom(done, parameter, gradient, m, v, coefficients);
}

/** The update element by element: for the last values of a tensor, and the oracle of the blocks. */
export function updateFrom(
	start: number,
	p: Float32Array,
	g: Float32Array,
	m: Float32Array,
	v: Float32Array,
	coefficients: Coefficients,
): void {
	const { keep, rate1, beta2, rate2, inverseRoot, stepSize, epsilon, scale } =
		coefficients;
	for (let i = start; i < p.length; i++) {
		const x = g[i]! * scale;
		const mi = m[i]! + (x - m[i]!) * rate1;
		const vi = v[i]! * beta2 + x * x * rate2;
		m[i] = mi;
		v[i] = vi;
		p[i] =
			p[i]! * keep - (stepSize * mi) / (Math.sqrt(vi) * inverseRoot + epsilon);
	}
}

/**
 * The same in WebAssembly, block by block. Moments have the same roundings; what is subtracted from a parameter is computed in
 * float32, as torch computes it. Returns where it stopped: the last values, less than four, are left.
 */
function updateBlocks(
	p: Float32Array,
	g: Float32Array,
	m: Float32Array,
	v: Float32Array,
	coefficients: Coefficients,
): number {
	const { keep, rate1, beta2, rate2, inverseRoot, stepSize, epsilon, scale } =
		coefficients;
	const whole = p.length - (p.length % 4);
	for (let start = 0; start < whole; start += blockSize) {
		const end = Math.min(start + blockSize, whole);
		kernels.parameter.set(p.subarray(start, end));
		kernels.gradient.set(g.subarray(start, end));
		kernels.m.set(m.subarray(start, end));
		kernels.v.set(v.subarray(start, end));
		kernels.adamW(
			4 * (end - start),
			...[keep, rate1, beta2, rate2, inverseRoot, stepSize, epsilon, scale],
		);
		const size = end - start;
		p.set(kernels.parameter.subarray(0, size), start);
		m.set(kernels.m.subarray(0, size), start);
		v.set(kernels.v.subarray(0, size), start);
	}
	return whole;
}
