import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { nelderMead } from "./nelder-mead.ts";

export interface Point {
	readonly at: readonly [number, number];
	readonly value: number;
}

/** Natural logarithms of: the length of each dimension, the signal's standard deviation, the noise's. */
export type Hyperparameters = readonly [number, number, number, number];

/** Mean and variance of the function, without noise. */
export type Posterior = (at: readonly [number, number]) => {
	readonly mean: number;
	readonly variance: number;
};

type Kernel = (a: Point["at"], b: Point["at"]) => number;

/** Squared exponential with a length for each dimension. */
function kernelOf([first, second, signal]: Hyperparameters): Kernel {
	const [l0, l1, variance] = [
		Math.exp(first),
		Math.exp(second),
		Math.exp(2 * signal),
	];
	return (a, b) =>
		variance *
		Math.exp(-(((a[0] - b[0]) / l0) ** 2 + ((a[1] - b[1]) / l1) ** 2) / 2);
}

function condition(points: readonly Point[], hyper: Hyperparameters) {
	const kernel = kernelOf(hyper);
	const noise = Math.exp(2 * hyper[3]);
	const n = points.length;
	const gram = Matrix.zeros(n, n);
	points.forEach((a, i) => {
		points.forEach((b, j) => {
			gram.set(i, j, kernel(a.at, b.at) + (i === j ? noise + 1e-8 : 0));
		});
	});
	const cholesky = new CholeskyDecomposition(gram);
	const values = Matrix.columnVector(points.map(({ value }) => value));
	return { kernel, cholesky, values, weights: cholesky.solve(values) };
}

/**
 * Less the logarithm of the marginal likelihood (Rasmussen and Williams 2006, equation 2.30), with wide normal priors on the
 * hyperparameters, which keep lengths finite when few points are known.
 */
function loss(points: readonly Point[], hyper: Hyperparameters): number {
	const { cholesky, values, weights } = condition(points, hyper);
	if (!cholesky.isPositiveDefinite()) return Number.POSITIVE_INFINITY;
	const lower = cholesky.lowerTriangularMatrix;
	let determinant = 0;
	for (let i = 0; i < points.length; i++)
		determinant += Math.log(lower.get(i, i));
	const data = values.transpose().mmul(weights).get(0, 0) / 2;
	const centres = [-0.7, -0.7, 0, -1];
	const prior = hyper.reduce(
		(sum, x, i) => sum + (x - (centres[i] ?? 0)) ** 2 / 2,
		0,
	);
	return data + determinant + prior;
}

/** Hyperparameters of the highest marginal likelihood, sought from one start. */
export function fitHyperparameters(
	points: readonly Point[],
	start: Hyperparameters = [-0.7, -0.7, 0, -1],
): Hyperparameters {
	const { at } = nelderMead(
		(hyper) => loss(points, hyper as unknown as Hyperparameters),
		start,
		{ size: 0.5, evaluations: 120 },
	);
	return at as unknown as Hyperparameters;
}

export function posteriorOf(
	points: readonly Point[],
	hyper: Hyperparameters,
): Posterior {
	const { kernel, cholesky, weights } = condition(points, hyper);
	return (at) => {
		const across = Matrix.columnVector(
			points.map((point) => kernel(point.at, at)),
		);
		const mean = across.transpose().mmul(weights).get(0, 0);
		const known = across.transpose().mmul(cholesky.solve(across)).get(0, 0);
		return { mean, variance: Math.max(0, kernel(at, at) - known) };
	};
}
