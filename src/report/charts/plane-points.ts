import type { Estimate } from "../../stats/estimate.ts";
import type { ArmResult, PilotRun } from "../../studies/pilot/pilot-result.ts";
import { upright } from "../../studies/pilot/result/upright.ts";
import { estimateOf, gainOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { type Look, looksOf } from "./looks.ts";

/** A place in the plane, in the units that are shown. */
export interface PlanePlace {
	readonly x: Estimate;
	readonly y: Estimate;
}

export interface PlanePoint extends PlanePlace {
	readonly arm: ArmResult;
	readonly look: Look;
	readonly seeds: readonly (PlanePlace & { readonly run: PilotRun })[];
}

function scaled({ value, low, high }: Estimate, scale: number): Estimate {
	return { value: value * scale, low: low * scale, high: high * scale };
}

/** The difference of a run from the base, above zero where it is better, with the run's interval around it. */
function runGain(view: ReportView, run: PilotRun): Estimate | null {
	const { target, result } = view;
	if (target === null) return null;
	const value = estimateOf(run.values, target);
	const base = estimateOf(result.base, target);
	if (value === null || base === null) return null;
	return upright(
		{
			value: value.value - base.value,
			low: value.low - base.value,
			high: value.high - base.value,
		},
		target,
	);
}

/** The arms that have both a gain and a distance, with those of their seeds that have both. */
export function planePoints(view: ReportView): PlanePoint[] {
	const { target, distance, result } = view;
	if (target === null || distance === null) return [];
	const scaleX = view.figures(distance).scale;
	const scaleY = view.figures(target).scale;
	const looks = looksOf(result.arms);
	const place = (x: Estimate | null, y: Estimate | null) =>
		x === null || y === null
			? null
			: { x: scaled(x, scaleX), y: scaled(y, scaleY) };
	return result.arms.flatMap((arm) => {
		const own = place(estimateOf(arm.values, distance), gainOf(arm, target));
		if (own === null) return [];
		const seeds = arm.runs.flatMap((run) => {
			const seed = place(estimateOf(run.values, distance), runGain(view, run));
			return seed === null ? [] : [{ ...seed, run }];
		});
		return [{ arm, look: looks.get(arm.name)!, ...own, seeds }];
	});
}

/** Steps from the base through the arms on the front, as far as `end`. */
export function frontSteps(
	points: readonly PlanePoint[],
	end: number,
): { readonly x: number; readonly y: number }[] {
	const on = points
		.filter(({ arm, y }) => arm.onFront && y.value > 0)
		.map(({ x, y }) => ({ x: x.value, y: y.value }))
		.sort((a, b) => a.x - b.x);
	const last = on.at(-1);
	return last === undefined
		? []
		: [{ x: 0, y: 0 }, ...on, { x: Math.max(end, last.x), y: last.y }];
}
