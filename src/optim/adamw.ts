import { kernelsOver } from "./kernel/arrays.ts";
import { block, blockSize } from "./kernel/block.ts";
import type { Kernels } from "./kernel/kernel.ts";

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

interface Arrays {
	readonly p: Float32Array;
	readonly g: Float32Array;
	readonly m: Float32Array;
	readonly v: Float32Array;
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
	const arrays = { p: parameter, g: gradient, m, v };
	const kernels = kernelsOver(parameter, gradient, m, v);
	const most = parameter.length - (parameter.length % 4);
	if (kernels) updateWith(kernels, arrays, most, coefficients);
	else updateBlocks(arrays, most, coefficients);
	updateFrom(most, parameter, gradient, m, v, coefficients);
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
 * The same in WebAssembly, on the first `length` values, a multiple of four. Moments have the same roundings; what is subtracted from a
 * parameter is computed in float32, as torch computes it.
 */
function updateWith(
	kernels: Kernels,
	{ p, g, m, v }: Arrays,
	length: number,
	coefficients: Coefficients,
): void {
	if (length === 0) return;
	const { keep, rate1, beta2, rate2, inverseRoot, stepSize, epsilon, scale } =
		coefficients;
	kernels.adamW(
		...[p.byteOffset, g.byteOffset, m.byteOffset, v.byteOffset],
		p.byteOffset + 4 * length,
		...[keep, rate1, beta2, rate2, inverseRoot, stepSize, epsilon, scale],
	);
}

/** The same on arrays that lie elsewhere, block by block. */
function updateBlocks(
	{ p, g, m, v }: Arrays,
	length: number,
	coefficients: Coefficients,
): void {
	const { kernels, parameter, gradient } = block;
	const copies = { p: parameter, g: gradient, m: block.m, v: block.v };
	for (let start = 0; start < length; start += blockSize) {
		const end = Math.min(start + blockSize, length);
		parameter.set(p.subarray(start, end));
		gradient.set(g.subarray(start, end));
		block.m.set(m.subarray(start, end));
		block.v.set(v.subarray(start, end));
		updateWith(kernels, copies, end - start, coefficients);
		p.set(parameter.subarray(0, end - start), start);
		m.set(block.m.subarray(0, end - start), start);
		v.set(block.v.subarray(0, end - start), start);
	}
}
