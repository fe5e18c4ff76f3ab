/** An estimate and its 95% interval. */
export interface Estimate {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

/** Normal quantile of a two-sided 95% interval. */
export const z95 = 1.959964;
