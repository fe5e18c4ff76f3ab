import type { PlanePoint } from "./plane.ts";

/** Steps from the base through the points on the front, as far as `end`; none if no such point has a gain. */
export function frontSteps(
	points: readonly PlanePoint[],
	end: number,
): { readonly x: number; readonly y: number }[] {
	const on = points
		.filter(({ onFront, y }) => onFront && y.value > 0)
		.map(({ x, y }) => ({ x: x.value, y: y.value }))
		.sort((a, b) => a.x - b.x);
	const last = on.at(-1);
	return last === undefined
		? []
		: [{ x: 0, y: 0 }, ...on, { x: Math.max(end, last.x), y: last.y }];
}
