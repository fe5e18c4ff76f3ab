import { inverse, Matrix } from "ml-matrix";
import { betaShare } from "../../../stats/student-t.ts";
import type { Cells } from "./cells.ts";
import {
	coefficients,
	curveDimensions,
	curvesOf,
	type Extent,
	termsOf,
} from "./shape.ts";

/** Prior of the noise's variance in the test: as if one degree of freedom more had been measured at 10% of the range. */
const priorVariance = 0.1 ** 2;

/** Below so many degrees of freedom between the seeds of cells, or beyond the parameters, the test says nothing. */
const least = { error: 3, lack: 2 };

/**
 * F test of lack of fit (Draper and Smith, Applied Regression Analysis, 3rd ed., section 2.1) of the shape without the
 * residual process: what the best fit leaves of the cells' means against the variation between the seeds of one cell. Priors count
 * as measurements, so that the shape takes up only its effective number of parameters. The fit is the best of those from
 * `starts`, refined by Gauss and Newton's method. Null if too little was measured.
 */
export function lackOfFit(
	cells: Cells,
	extent: Extent,
	starts: readonly Float64Array[],
): number | null {
	const { squares, freedom } = cells.within;
	/** Steps of Gauss and Newton's method, halved until they improve. */
	const refine = (start: Linear): Linear => {
		let best = start;
		for (let i = 0, share = 1; i < 30 && share > 0.05; i++) {
			const z = best.z.map(
				(x, k) => x + share * ((best.next[k] as number) - x),
			);
			const next = linearise(cells, extent, z, variance);
			if (next.penalised < best.penalised - 1e-4) best = next;
			else share /= 2;
		}
		return best;
	};
	if (freedom < least.error) return null;
	const variance = (squares + priorVariance) / (freedom + 1);
	const fits = starts
		.map((z) => refine(linearise(cells, extent, z, variance)))
		.toSorted((a, b) => a.penalised - b.penalised);
	const best = fits[0];
	if (best === undefined) return null;
	const lack = cells.at.length - best.parameters;
	if (lack < least.lack) return null;
	const ratio = best.squares / lack / variance;
	const error = freedom + 1;
	return betaShare(error / (error + lack * ratio), error / 2, lack / 2);
}

type Linear = ReturnType<typeof linearise>;

/** The best coefficients for curves at z, and the model's linear approximation in curves and coefficients there. */
function linearise(
	cells: Cells,
	extent: Extent,
	z: Float64Array,
	variance: number,
) {
	const table = (at: ArrayLike<number>) =>
		new Matrix(
			cells.at.map((cell, i) =>
				termsOf(
					curvesOf(at, extent),
					extent,
				)(cell).map(
					(term) => term * Math.sqrt((cells.counts[i] as number) / variance),
				),
			),
		);
	const target = Matrix.columnVector(
		cells.means.map(
			(mean, i) => mean * Math.sqrt((cells.counts[i] as number) / variance),
		),
	);
	const terms = table(z);
	const priorMean = Matrix.columnVector(coefficients.map(({ mean }) => mean));
	const priorPrecision = coefficients.map(({ deviation }) => deviation ** -2);
	const shape = solved(
		terms,
		Matrix.sub(target, terms.mmul(priorMean)),
		priorPrecision,
	).solution.add(priorMean);
	const misses = Matrix.sub(target, terms.mmul(shape));
	const h = 1e-4;
	const slopes = Array.from({ length: curveDimensions }, (_, k) => {
		const moved = z.map((x, j) => (j === k ? x + h : x));
		return Matrix.sub(table(moved), terms).div(h).mmul(shape).to1DArray();
	});
	const jacobian = new Matrix(
		terms
			.to2DArray()
			.map((row, i) => [...row, ...slopes.map((slope) => slope[i] as number)]),
	);
	const origin = Matrix.columnVector([
		...shape.to1DArray().map((x, k) => x - (priorMean.get(k, 0) as number)),
		...z.slice(0, curveDimensions),
	]);
	const local = solved(jacobian, Matrix.add(misses, jacobian.mmul(origin)), [
		...priorPrecision,
		...slopes.map(() => 1),
	]);
	const squares = misses.norm("frobenius") ** 2;
	const distance = origin
		.to1DArray()
		.reduce(
			(sum, x, k) =>
				sum +
				x * x * (k < coefficients.length ? (priorPrecision[k] as number) : 1),
			0,
		);
	return {
		z: z.slice(0, curveDimensions),
		squares: squares * variance,
		penalised: squares + distance,
		parameters: local.parameters,
		next: Float64Array.from(
			local.solution.to1DArray().slice(coefficients.length),
		),
	};
}

/** Ridge regression with a penalty for each column, and its effective number of parameters: the trace of its hat matrix. */
function solved(columns: Matrix, target: Matrix, penalty: readonly number[]) {
	const gram = columns.transpose().mmul(columns);
	const inverted = inverse(Matrix.add(gram, Matrix.diag([...penalty])));
	return {
		solution: inverted.mmul(columns.transpose()).mmul(target),
		parameters: inverted.mmul(gram).trace(),
	};
}
