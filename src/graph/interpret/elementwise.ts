import { broadcastShapes } from "../../core/shape.ts";
import type { Activation } from "../operations.ts";
import { get, type Tensor, tensor } from "./tensor.ts";

/** Offsets into a tensor for each element of a broadcast result. */
function offsets(from: readonly number[], to: readonly number[]): Int32Array {
	const size = to.reduce((product, dim) => product * dim, 1);
	const result = new Int32Array(size);
	const lead = to.length - from.length;
	let stride = 1;
	let block = 1;
	for (let axis = to.length - 1; axis >= 0; axis--) {
		const dim = to[axis] as number;
		const own = axis >= lead ? (from[axis - lead] as number) : 1;
		if (own > 1)
			for (let i = 0; i < size; i++)
				result[i] =
					(result[i] as number) + (Math.floor(i / block) % dim) * stride;
		stride *= own;
		block *= dim;
	}
	return result;
}

export function binary(
	compute: (a: number, b: number) => number,
): (inputs: readonly [Tensor, Tensor]) => readonly [Tensor] {
	return ([a, b]) => {
		const shape = broadcastShapes(a.shape, b.shape) as number[];
		const [ia, ib] = [offsets(a.shape, shape), offsets(b.shape, shape)];
		const out = tensor(shape);
		for (let i = 0; i < out.data.length; i++)
			out.data[i] = compute(
				get(a.data, ia[i] as number),
				get(b.data, ib[i] as number),
			);
		return [out];
	};
}

export function unary(
	compute: (x: number) => number,
): (inputs: readonly [Tensor]) => readonly [Tensor] {
	return ([x]) => [map(x, compute)];
}

export function map(x: Tensor, compute: (x: number) => number): Tensor {
	return tensor(
		x.shape,
		x.data.map((value) => compute(value)),
	);
}

export const sigmoid = (x: number) =>
	x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));

export const softplus = (x: number) =>
	Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** The error function by its Taylor series below 3 and its continued fraction above; good to 1e-14. */
export function erf(x: number): number {
	const a = Math.abs(x);
	if (a > 6) return Math.sign(x);
	if (a < 3) {
		let term = a;
		let sum = a;
		for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
			term *= (-a * a) / n;
			sum += term / (2 * n + 1);
		}
		return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * sum;
	}
	let fraction = 0;
	for (let k = 60; k > 0; k--) fraction = k / 2 / (a + fraction);
	return (
		Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction))
	);
}

/** The constants of the tanh form of GELU (Hendrycks and Gimpel, arXiv 1606.08415, section 2). */
export const geluTanh = { slope: Math.sqrt(2 / Math.PI), cubic: 0.044715 };

const normalDensity = (x: number) =>
	Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

export const activations: Readonly<
	Record<
		Activation,
		{ value: (x: number) => number; slope: (x: number) => number }
	>
> = {
	silu: {
		value: (x) => x * sigmoid(x),
		slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
	},
	gelu: {
		value: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
		slope: (x) => (1 + erf(x / Math.SQRT2)) / 2 + x * normalDensity(x),
	},
	"gelu-tanh": {
		value: (x) =>
			(x / 2) * (1 + Math.tanh(geluTanh.slope * (x + geluTanh.cubic * x ** 3))),
		slope: (x) => {
			const t = Math.tanh(geluTanh.slope * (x + geluTanh.cubic * x ** 3));
			const inner = geluTanh.slope * (1 + 3 * geluTanh.cubic * x * x);
			return (1 + t) / 2 + (x / 2) * (1 - t * t) * inner;
		},
	},
};
