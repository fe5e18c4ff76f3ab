import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { RandomStream } from "../../../core/random.ts";
import type { Cells } from "./cells.ts";
import { backward, cholesky, forward } from "./cholesky.ts";
import { normalAbove, normalBelow, wedge } from "./normal.ts";
import { residualFeatures } from "./residual.ts";
import { type Curves, coefficients, type Extent, termsAt } from "./shape.ts";

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

	/** Terms of the shape at every cell, rotated: [coefficients][cells]. */
	#columns(curves: Curves): Float64Array[] {
		const n = this.#values.length;
		const columns = coefficients.map(() => new Float64Array(n));
		for (const [i, at] of this.#cells.at.entries()) {
			const terms = termsAt(at, curves, this.#extent);
			for (let k = 0; k < p; k++)
				(columns[k] as Float64Array)[i] = terms[k] as number;
		}
		return columns.map((column) => this.#rotate(column));
	}

	/** Posterior of the coefficients, without the restriction of the last two, and the likelihood of what was measured. */
	#solve(curves: Curves, { effect, noise, residual }: Deviations) {
		const priorMeans = coefficients.map(({ mean }) => effect * mean);
		const n = this.#values.length;
		const columns = this.#columns(curves);
		const target = Float64Array.from(this.#target);
		const { squares, freedom } = this.#cells.within;
		let logLikelihood = -freedom * Math.log(noise) - squares / (2 * noise ** 2);
		for (let i = 0; i < n; i++) {
			const variance = residual ** 2 * (this.#values[i] as number) + noise ** 2;
			const scale = 1 / Math.sqrt(variance);
			let miss = target[i] as number;
			for (let k = 0; k < p; k++) {
				const column = columns[k] as Float64Array;
				miss -= (column[i] as number) * (priorMeans[k] as number);
				column[i] = (column[i] as number) * scale;
			}
			miss *= scale;
			target[i] = miss;
			logLikelihood -= (Math.log(variance) + miss * miss) / 2;
		}
		const priorPrecision = (k: number) =>
			(effect * (coefficients[k]?.deviation as number)) ** -2;
		const precision = columns.map((one, j) =>
			columns.map(
				(other, k) => (j === k ? priorPrecision(j) : 0) + dot(one, other),
			),
		);
		const root = cholesky(precision);
		const half = forward(
			root,
			columns.map((column) => dot(column, target)),
		);
		for (let k = 0; k < p; k++)
			logLikelihood +=
				(half[k] as number) ** 2 / 2 -
				Math.log(effect * (root[k]?.[k] as number));
		const mean = backward(root, half).map(
			(x, k) => x + (priorMeans[k] as number),
		);
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
		const features = this.#features[0]?.length ?? 0;
		const prior = Float64Array.from({ length: features }, () =>
			random.normal(),
		);
		const rows = this.#cells.at.map((at) => termsAt(at, curves, this.#extent));
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
			for (let j = 0; j < features; j++)
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
function restriction(
	root: readonly (readonly number[])[],
	mean: readonly number[],
) {
	const last = root[p - 1]?.[p - 1] as number;
	const other = root[p - 2]?.[p - 2] as number;
	const cross = root[p - 1]?.[p - 2] as number;
	return {
		/** The last is at least 0 if u is at least this. */
		least: -(mean[p - 1] as number) * last,
		/** The other is at least 0 if -v is at most a + b u. */
		a: (mean[p - 2] as number) * other,
		b: -cross / last,
	};
}

function inside(root: readonly (readonly number[])[], mean: readonly number[]) {
	const { least, a, b } = restriction(root, mean);
	return wedge(least, a, b);
}

function drawInside(
	root: readonly (readonly number[])[],
	mean: readonly number[],
	random: RandomStream,
): number[] {
	const { least, a, b } = restriction(root, mean);
	let u = normalAbove(least, random);
	for (let i = 0; i < 200 && random.uniform() > normalBelow(a + b * u); i++)
		u = normalAbove(least, random);
	const v = normalAbove(-(a + b * u), random);
	const noise = coefficients.map((_, k) =>
		k === p - 1 ? u : k === p - 2 ? v : random.normal(),
	);
	return backward(root, noise).map((x, k) => x + (mean[k] as number));
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
	return sum;
};
