import type { Estimate } from "../../../stats/estimate.ts";
import type { Allocation } from "../allocation.ts";

/** What is known of the mean score as a function of the allocation, after some trials. */
export interface Surface {
	/**
	 * Joint draws from the posterior of the mean score: one array for each draw, one value for each allocation. Draw i is the
	 * same function in every call. Scores are those of the observations: oriented so that higher is better.
	 */
	draws(at: readonly Allocation[]): readonly Float64Array[];
	/** Standard deviation between seeds of one allocation, in points of the score. */
	readonly seedNoise: number;
	/** Parameters of the shape. */
	readonly parameters: readonly {
		readonly name: string;
		readonly value: Estimate;
	}[];
	/** The test that the shape fits. `p` is null if too little was measured to say. */
	readonly fit: { readonly p: number | null; readonly distrusted: boolean };
	/** Mean of what the smooth correction adds to the shape at an allocation, in points of the score. */
	correction(at: Allocation): number;
}
