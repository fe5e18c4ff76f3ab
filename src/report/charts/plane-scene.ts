import type { Axis } from "../../studies/pilot/pilot-result.ts";
import { roundText } from "../view/number-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { type ChartScale, chartScale } from "./chart-scale.ts";
import { lookAt } from "./looks.ts";
import { type PlanePoint, planePoints } from "./plane-points.ts";

/** How far arms may move. */
export interface Leash {
	readonly bound: number;
	readonly colour: string;
	readonly text: string;
}

/** Everything that the plane shows, in the units that are shown. */
export interface PlaneScene {
	readonly view: ReportView;
	readonly target: Axis;
	readonly distance: Axis;
	readonly points: readonly PlanePoint[];
	readonly leashes: readonly Leash[];
	readonly x: ChartScale;
	readonly y: ChartScale;
	/** Half the height of the noise around a gain of zero. */
	readonly noise: number;
}

/** Each bound once, in the colour of the first arm that has it. */
function leashesOf(view: ReportView, distance: Axis): Leash[] {
	const { scale } = view.figures(distance);
	const { texts, result } = view;
	const seen = new Set<number>();
	return result.arms.flatMap(({ leash }, place) => {
		if (leash === null || leash.axis !== distance.name) return [];
		if (seen.has(leash.bound)) return [];
		seen.add(leash.bound);
		const bound = leash.bound * scale;
		const text = texts.chart.leash(roundText(texts.language, bound));
		return [{ bound, colour: lookAt(place).colour, text }];
	});
}

/** Null where no arm has both a gain on the target and a distance from the base. */
export function planeScene(view: ReportView): PlaneScene | null {
	const { target, distance, texts } = view;
	if (target === null || distance === null) return null;
	const points = planePoints(view);
	if (points.length === 0) return null;
	const leashes = leashesOf(view, distance);
	const noise = target.noise * view.figures(target).scale;
	const all = points.flatMap((point) => [point, ...point.seeds]);
	const across = [
		...all.map(({ x }) => x.value),
		...points.flatMap(({ x }) => [x.low, x.high]),
		...leashes.map(({ bound }) => bound),
	];
	const up = [
		...all.map(({ y }) => y.value),
		...points.flatMap(({ y }) => [y.low, y.high]),
		...[noise, -noise],
	];
	const { language } = texts;
	return {
		view,
		target,
		distance,
		points,
		leashes,
		noise,
		x: chartScale({ values: across, zero: true, language, ticks: 6 }),
		y: chartScale({ values: up, zero: true, language, margin: 0.08 }),
	};
}
