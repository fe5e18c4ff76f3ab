import { type ChartScale, placedScale } from "../chart-scale.ts";

/** One drawing of the plane: a class says on which pages it shows. */
export interface PlaneSize {
	readonly width: number;
	readonly height: number;
	readonly classes: string;
	/** The widest label, in pixels. */
	readonly label: number;
}

/** For wide pages, for narrow ones, and for paper. */
export const planeSizes: readonly PlaneSize[] = [
	{ width: 1030, height: 510, classes: " wide", label: 240 },
	{ width: 330, height: 420, classes: " narrow", label: 100 },
	{ width: 690, height: 430, classes: " paper", label: 180 },
];

export const planeMargins = { top: 44, right: 14, bottom: 46, left: 44 };

/** The scales of a drawing as Plot takes them. */
export function placedScales(
	{ x, y }: { readonly x: ChartScale; readonly y: ChartScale },
	{ width, height }: PlaneSize,
) {
	const { top, right, bottom, left } = planeMargins;
	return {
		x: placedScale(x, [left, width - right]),
		y: placedScale(y, [height - bottom, top]),
	};
}
