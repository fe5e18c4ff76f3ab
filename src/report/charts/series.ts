import type { Look } from "./looks.ts";
import type { Point } from "./points.ts";

/** One line by step, with the thinner lines of which it is the mean. */
export interface Series {
	readonly name: string;
	/** Shown beside its last point. */
	readonly label: string;
	/** Whether it is emphasised. */
	readonly strong: boolean;
	readonly look: Look;
	/** One point at least. */
	readonly mean: readonly Point[];
	readonly runs: readonly (readonly Point[])[];
}
