import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** Newton's method stops here if it has not converged before. */
const mostSteps = 12;

/** Rows of features and whether each belongs to the class. */
export interface Labelled {
	/** [rows, features] */
	readonly features: readonly Float64Array[];
	/** One or zero for each row. */
	readonly labels: readonly number[];
}

/**
 * Weights of a logistic regression with a ridge penalty, by Newton's method (iteratively reweighted least squares; Hastie
 * and others, The Elements of Statistical Learning, section 4.4.1): they minimise the sum of -log p(label) plus
 * penalty / 2 · |w|². Without an intercept unless a feature is constant.
 */
export function fitLogistic(
	{ features, labels }: Labelled,
	penalty: number,
): Float64Array {
	const size = features[0]?.length ?? 0;
	const weights = new Float64Array(size);
	for (let step = 0; step < mostSteps && size > 0; step++) {
		const hessian = Matrix.eye(size, size).mul(penalty);
		const gradient = Matrix.columnVector([...weights]).mul(penalty);
		accumulate({ features, labels }, weights, hessian, gradient);
		const change = new CholeskyDecomposition(hessian).solve(gradient);
		let largest = 0;
		for (let j = 0; j < size; j++) {
			const by = change.get(j, 0);
			weights[j] = (weights[j] as number) - by;
			largest = Math.max(largest, Math.abs(by));
		}
		if (largest < 1e-6) break;
	}
	return weights;
}

/** Adds the data's part to the Hessian and the gradient. */
function accumulate(
	{ features, labels }: Labelled,
	weights: Float64Array,
	hessian: Matrix,
	gradient: Matrix,
): void {
	const size = weights.length;
	const curvature = new Float64Array(size * size);
	const slope = new Float64Array(size);
	features.forEach((row, i) => {
		const p = probability(row, weights);
		const d = p * (1 - p);
		const off = p - (labels[i] as number);
		const there: number[] = [];
		for (let j = 0; j < size; j++) if (row[j] !== 0) there.push(j);
		for (const j of there) {
			const x = row[j] as number;
			slope[j] = (slope[j] as number) + off * x;
			const by = d * x;
			for (const k of there) {
				if (k > j) break;
				const at = j * size + k;
				curvature[at] = (curvature[at] as number) + by * (row[k] as number);
			}
		}
	});
	for (let j = 0; j < size; j++) {
		gradient.set(j, 0, gradient.get(j, 0) + (slope[j] as number));
		for (let k = 0; k <= j; k++) {
			const by = curvature[j * size + k] as number;
			hessian.set(j, k, hessian.get(j, k) + by);
			if (k !== j) hessian.set(k, j, hessian.get(k, j) + by);
		}
	}
}

/** Probability of the class for a row. */
export function probability(row: Float64Array, weights: Float64Array): number {
	let sum = 0;
	for (let j = 0; j < row.length; j++)
		sum += (row[j] as number) * (weights[j] as number);
	return 1 / (1 + Math.exp(-sum));
}
