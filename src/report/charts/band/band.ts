import type { Estimate } from "../../../stats/estimate.ts";
import type { Language } from "../../page/language/language.ts";
import type { AxisScale } from "../axes/axis-scale.ts";
import type { ChartScale } from "../chart-scale.ts";
import type { Look } from "../looks.ts";

/** A value with its interval at a place of the horizontal axis. */
export interface BandPoint {
	readonly x: number;
	/** In the units that are shown. */
	readonly y: Estimate;
}

/** A line of means within the band of their intervals. */
export interface Band {
	/** Shown at the end of the line; nothing if it is empty. */
	readonly name: string;
	readonly look: Look;
	/** Ascending by `x`. */
	readonly points: readonly BandPoint[];
	/** Whether the intervals are drawn, as a band. */
	readonly filled: boolean;
}

/** A measurement. */
export interface MarkedPoint extends BandPoint {
	readonly look: Look;
	/** Shown when a reader points at it. */
	readonly title: string;
	/** Drawn as an outline: something that the band is not fitted to. */
	readonly hollow: boolean;
	/** Drawn as a ring around its place: the answer. */
	readonly strong: boolean;
}

/** A vertical line. */
export interface BandGuide {
	readonly at: number;
	readonly text: string;
	/** Drawn as a grey range; null for the line alone. */
	readonly range: { readonly low: number; readonly high: number } | null;
}

export interface BandChart {
	/** What the chart shows, and what can be seen in it, for those who hear it. */
	readonly label: string;
	readonly description: string;
	readonly x: string;
	readonly y: string;
	readonly across: AxisScale;
	/** Null: chosen so that everything shown has a place. */
	readonly up: ChartScale | null;
	readonly bands: readonly Band[];
	readonly points: readonly MarkedPoint[];
	readonly guides: readonly BandGuide[];
	readonly language: Language;
}
