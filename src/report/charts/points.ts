/** One point of a line. */
export interface Point {
	readonly step: number;
	readonly value: number;
}

/** About `most` points of a line, including the last one. More could not be told apart. */
export function thinned(
	points: readonly Point[],
	most: number,
): readonly Point[] {
	const stride = Math.ceil(points.length / most);
	return points.filter(
		(_, at) => at % stride === 0 || at === points.length - 1,
	);
}

/** One measure by step, without the steps at which it is no number. */
export function pointsOf<P extends { readonly step: number }>(
	curve: readonly P[],
	measure: (point: P) => number | null,
): readonly Point[] {
	return curve.flatMap((point) => {
		const value = measure(point);
		return value === null || !Number.isFinite(value)
			? []
			: [{ step: point.step, value }];
	});
}

/**
 * The mean of several curves; empty ones do not count. It begins where every curve has a value and reaches the last step of
 * the longest one. Between its own points a curve counts by linear interpolation; after its end it counts by its last value,
 * so the last point is the mean of the curves' ends.
 */
export function meanCurve(
	all: readonly (readonly Point[])[],
): readonly Point[] {
	const curves = all.filter((curve) => curve.length > 0);
	const begins = Math.max(...curves.map((curve) => curve[0]?.step ?? 0));
	const steps = new Set(curves.flat().map(({ step }) => step));
	return [...steps]
		.filter((step) => step >= begins)
		.sort((a, b) => a - b)
		.map((step) => {
			const values = curves.map((curve) => valueAt(curve, step));
			const sum = values.reduce((total, value) => total + value, 0);
			return { step, value: sum / values.length };
		});
}

/** A curve's value at a step that is not before its first point. */
function valueAt(curve: readonly Point[], step: number): number {
	const after = curve.findIndex((point) => point.step >= step);
	const right = curve.at(after) as Point;
	if (after <= 0 || right.step === step) return right.value;
	const left = curve[after - 1] as Point;
	const share = (step - left.step) / (right.step - left.step);
	return left.value + share * (right.value - left.value);
}
