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

/** The mean over runs at the steps where all have a number: of those that finished, else of all. */
export function meanCurve(
	{ runs }: ArmResult,
	curveOf: (run: PilotRun) => readonly Point[],
): readonly Point[] {
	const finished = runs.filter(({ state }) => state === "finished");
	const curves = (finished.length > 0 ? finished : runs)
		.map(curveOf)
		.filter((curve) => curve.length > 0);
	const [first = []] = curves;
	const at = curves.map(
		(curve) => new Map(curve.map(({ step, value }) => [step, value])),
	);
	return first.flatMap(({ step }) => {
		const values = at.flatMap((curve) => curve.get(step) ?? []);
		if (values.length < curves.length) return [];
		const sum = values.reduce((total, value) => total + value, 0);
		return [{ step, value: sum / values.length }];
	});
}
