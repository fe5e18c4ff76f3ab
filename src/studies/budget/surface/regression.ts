import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { RandomStream } from "../../../core/random.ts";
import type { Allocation } from "../allocation.ts";
import type { Cells } from "./cells.ts";
import { backward, cholesky, forward } from "./cholesky.ts";
import { normalAbove, normalBelow, wedge } from "./normal.ts";
import { featureCount, residualFeatures } from "./residual.ts";
import { type Curves, coefficients, type Extent, termsOf } from "./shape.ts";

/** Standard deviations and sizes, in ranges of the measured scores. */
export interface Deviations {
	/** By which means and deviations of the coefficients' prior are multiplied. */
	readonly effect: number;
	/** Between seeds of one allocation. */
	readonly noise: number;
	/** Of the residual process. */
	readonly residual: number;
}

/** A function from the posterior: coefficients of the shape and weights of the residual's features. */
export interface Coefficients {
	readonly shape: readonly number[];
	/** Times the deviation of the residual process. */
	readonly residual: Float64Array;
}

const p = coefficients.length;
const priorMeans = coefficients.map(({ mean }) => mean);
const priorDeviations = coefficients.map(({ deviation }) => deviation);

/**
 * The model given its curves and deviations, in which it is linear and normal: standardised means of cells are
 * H(curves) beta + Phi w + noise, with coefficients beta, the residual's weights w and noise that falls with the trials of a cell.
 */
export class Regression {
	readonly #cells: Cells;
	readonly #extent: Extent;
	/** Phi: features of the residual, [cells, features]. */
	readonly #features: readonly Float64Array[];
	/** D^1/2 times the eigenvectors, [cells, vectors], and the eigenvalues of D^1/2 Phi Phi' D^1/2 for D with trials of cells. */
	readonly #vectors: Float64Array;
	readonly #values: readonly number[];
	/** Means of cells rotated as by `#rotate`. */
	readonly #target: Float64Array;

	constructor(cells: Cells, extent: Extent) {
		this.#cells = cells;
		this.#extent = extent;
		this.#features = cells.at.map(residualFeatures(extent));
		const roots = cells.counts.map(Math.sqrt);
		const kernel = this.#features.map((a, i) =>
			this.#features.map(
				(b, j) => dot(a, b) * (roots[i] as number) * (roots[j] as number),
			),
		);
		const eigen =
			cells.at.length > 0 &&
			new EigenvalueDecomposition(new Matrix(kernel), {
				assumeSymmetric: true,
			});
		this.#values = eigen
			? eigen.realEigenvalues.map((x) => Math.max(0, x))
			: [];
		this.#vectors = Float64Array.from(
			eigen ? eigen.eigenvectorMatrix.to1DArray() : [],
			(x, i) => x * (roots[Math.floor(i / roots.length)] as number),
		);
		this.#target = this.#rotate(cells.means);
	}

	/** U' D^1/2 x. */
	#rotate(x: ArrayLike<number>): Float64Array {
		const n = this.#values.length;
		const out = new Float64Array(n);
		for (let i = 0; i < n; i++)
			for (let j = 0; j < n; j++)
				out[j] =
					(out[j] as number) +
					(this.#vectors[i * n + j] as number) * (x[i] as number);
		return out;
	}

	/** Terms of the shape at every cell, rotated: [cells, coefficients]. */
	#terms(curves: Curves): Float64Array {
		const n = this.#values.length;
		const termsAt = termsOf(curves, this.#extent);
		const out = new Float64Array(n * p);
		for (let i = 0; i < n; i++) {
			const terms = termsAt(this.#cells.at[i] as Allocation);
			for (let j = 0; j < n; j++) {
				const weight = this.#vectors[i * n + j] as number;
				for (let k = 0; k < p; k++)
					out[j * p + k] =
						(out[j * p + k] as number) + weight * (terms[k] as number);
			}
		}
		return out;
	}

	/** Posterior of the coefficients, without the restriction of the last two, and the likelihood of what was measured. */
	#solve(curves: Curves, { effect, noise, residual }: Deviations) {
		const terms = this.#terms(curves);
		const precision = new Float64Array(p * p);
		const right = new Float64Array(p);
		for (let k = 0; k < p; k++)
			precision[k * p + k] = (effect * (priorDeviations[k] as number)) ** -2;
		const { squares, freedom } = this.#cells.within;
		let logLikelihood = -freedom * Math.log(noise) - squares / (2 * noise ** 2);
		for (const [i, value] of this.#values.entries()) {
			const variance = residual ** 2 * value + noise ** 2;
			let miss = this.#target[i] as number;
			for (let k = 0; k < p; k++)
				miss -=
					(terms[i * p + k] as number) * effect * (priorMeans[k] as number);
			for (let k = 0; k < p; k++) {
				const weighted = (terms[i * p + k] as number) / variance;
				right[k] = (right[k] as number) + weighted * miss;
				for (let j = 0; j <= k; j++)
					precision[k * p + j] =
						(precision[k * p + j] as number) +
						weighted * (terms[i * p + j] as number);
			}
			logLikelihood -= (Math.log(variance) + (miss * miss) / variance) / 2;
		}
		const root = cholesky(precision, p);
		const mean = forward(root, right);
		for (let k = 0; k < p; k++)
			logLikelihood +=
				(mean[k] as number) ** 2 / 2 -
				Math.log(effect * (root[k * p + k] as number));
		backward(root, mean);
		for (let k = 0; k < p; k++)
			mean[k] = (mean[k] as number) + effect * (priorMeans[k] as number);
		return { root, mean, logLikelihood };
	}

	/** Logarithm of the density of the observations, with coefficients and residual integrated out, up to a constant. */
	logLikelihood(curves: Curves, deviations: Deviations): number {
		const { root, mean, logLikelihood } = this.#solve(curves, deviations);
		return logLikelihood + Math.log(inside(root, mean));
	}

	/** Draws coefficients and residual from their posterior. */
	draw(
		curves: Curves,
		deviations: Deviations,
		random: RandomStream,
	): Coefficients {
		const { root, mean } = this.#solve(curves, deviations);
		const shape = drawInside(root, mean, random);
		// Matheron's rule: a draw from the prior, corrected by what it leaves of the observations.
		const prior = Float64Array.from({ length: featureCount }, () =>
			random.normal(),
		);
		const rows = this.#cells.at.map(termsOf(curves, this.#extent));
		const misses = this.#cells.means.map(
			(target, i) =>
				target -
				dot(rows[i] as readonly number[], shape) -
				deviations.residual * dot(this.#features[i] as Float64Array, prior) -
				(deviations.noise * random.normal()) /
					Math.sqrt(this.#cells.counts[i] as number),
		);
		const alpha = this.#weigh(misses, deviations);
		for (const [i, row] of this.#features.entries())
			for (let j = 0; j < featureCount; j++)
				prior[j] =
					(prior[j] as number) +
					deviations.residual * (row[j] as number) * (alpha[i] as number);
		return { shape, residual: prior.map((x) => x * deviations.residual) };
	}

	/** The inverse of the covariance of the cells' means, given the shape, times x. */
	#weigh(x: readonly number[], { noise, residual }: Deviations): Float64Array {
		const rotated = this.#rotate(x);
		const scaled = rotated.map(
			(value, i) =>
				value / (residual ** 2 * (this.#values[i] as number) + noise ** 2),
		);
		return Float64Array.from(x, (_, i) => {
			let sum = 0;
			for (let j = 0; j < scaled.length; j++)
				sum +=
					(this.#vectors[i * scaled.length + j] as number) *
					(scaled[j] as number);
			return sum;
		});
	}
}

/** The last two coefficients in units of the noise of the root: u of the last one, and v of the other given u. */
function restriction(root: Float64Array, mean: Float64Array) {
	const last = root[p * p - 1] as number;
	const other = root[(p - 2) * p + p - 2] as number;
	const cross = root[(p - 1) * p + p - 2] as number;
	return {
		/** The last is at least 0 if u is at least this. */
		least: -(mean[p - 1] as number) * last,
		/** The other is at least 0 if -v is at most a + b u. */
		a: (mean[p - 2] as number) * other,
		b: -cross / last,
	};
}

function inside(root: Float64Array, mean: Float64Array) {
	const { least, a, b } = restriction(root, mean);
	return wedge(least, a, b);
}

function drawInside(
	root: Float64Array,
	mean: Float64Array,
	random: RandomStream,
): number[] {
	const { least, a, b } = restriction(root, mean);
	let u = normalAbove(least, random);
	for (let i = 0; i < 200 && random.uniform() > normalBelow(a + b * u); i++)
		u = normalAbove(least, random);
	const v = normalAbove(-(a + b * u), random);
	const noise = Float64Array.from(mean, (_, k) =>
		k === p - 1 ? u : k === p - 2 ? v : random.normal(),
	);
	return Array.from(backward(root, noise), (x, k) => x + (mean[k] as number));
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
	return sum;
};
