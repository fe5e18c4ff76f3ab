import type { ArmResult, PilotRun } from "../../studies/pilot/pilot-result.ts";

export interface Point {
	readonly step: number;
	readonly value: number;
}

/** About so many points of a line, the last one among them: more are not to be told apart. */
export function thinned(
	points: readonly Point[],
	most: number,
): readonly Point[] {
	const stride = Math.ceil(points.length / most);
	return points.filter(
		(_, at) => at % stride === 0 || at === points.length - 1,
	);
}

/** One measure of what a run has by step, where it has numbers. */
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
 * The mean over an arm's finished runs, or over all of them if none finished. It begins where every run has a value and
 * reaches the last step of the longest run. Between its own points a run counts by linear interpolation; after its end, as
 * when a leash stopped it early, it counts by its last value. The last point is therefore the mean of the runs' ends.
 */
export function meanCurve(
	{ runs }: ArmResult,
	curveOf: (run: PilotRun) => readonly Point[],
): readonly Point[] {
	const finished = runs.filter(({ state }) => state === "finished");
	const curves = (finished.length > 0 ? finished : runs)
		.map(curveOf)
		.filter((curve) => curve.length > 0);
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
