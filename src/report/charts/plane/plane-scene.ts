import { type ChartScale, chartScale } from "../chart-scale.ts";
import type { Plane } from "./plane.ts";

/** A plane with its scales. */
export interface PlaneScene {
	readonly plane: Plane;
	readonly x: ChartScale;
	readonly y: ChartScale;
}

/** The scales on which everything that the plane shows has a place. */
export function planeScene(plane: Plane): PlaneScene {
	const { points, guides, noise, language } = plane;
	const across = [
		...points.flatMap(({ x, small }) => [x.value, ...small.map((s) => s.x)]),
		...points.flatMap(({ x }) => [x.low, x.high]),
		...guides.map(({ at }) => at),
	];
	const up = [
		...points.flatMap(({ y, small }) => [y.value, ...small.map((s) => s.y)]),
		...points.flatMap(({ y }) => [y.low, y.high]),
		...[noise, -noise],
	];
	return {
		plane,
		x: chartScale({ values: across, zero: true, language, ticks: 6 }),
		y: chartScale({ values: up, zero: true, language, margin: 0.08 }),
	};
}
