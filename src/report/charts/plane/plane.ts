import type { Estimate } from "../../../stats/estimate.ts";
import type { Language } from "../../page/language/language.ts";
import type { Look } from "../looks.ts";

/** A small point that belongs to a large one, such as a seed of an arm. */
export interface SmallPoint {
	readonly x: number;
	readonly y: number;
	/** Shown when a reader points at it. */
	readonly title: string;
}

/** A value with intervals both ways, in the units that are shown. */
export interface PlanePoint {
	readonly name: string;
	/** Shown when a reader points at it, and read to those who hear the chart. */
	readonly title: string;
	readonly look: Look;
	/** A cost, of which less is better: how far a model moved. */
	readonly x: Estimate;
	/** A gain, oriented so that higher is better. */
	readonly y: Estimate;
	/** Whether it is emphasised. */
	readonly strong: boolean;
	/** Whether no other point is better in both respects. */
	readonly onFront: boolean;
	readonly small: readonly SmallPoint[];
}

/** An upper limit of `x`, drawn as a vertical line. */
export interface Guide {
	readonly at: number;
	readonly colour: string;
	readonly text: string;
}

/** Points in two dimensions around an origin, which is the base. */
export interface Plane {
	readonly label: string;
	/** What can be seen, for those who hear it, after the names of the axes. */
	describe(axes: { readonly x: string; readonly y: string }): string;
	readonly x: string;
	readonly y: string;
	/** One at least. */
	readonly points: readonly PlanePoint[];
	readonly guides: readonly Guide[];
	/** Half the height of the noise around a gain of zero; 0 for none. */
	readonly noise: number;
	readonly texts: {
		readonly front: string;
		readonly noise: string;
		readonly base: string;
	};
	readonly language: Language;
}
