/** An estimate and its 95% interval. */
export interface Estimate {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

/** Normal quantile of a two-sided 95% interval. */
export const z95 = 1.959964;

/** One-sided level of each end of a two-sided 95% interval. */
export const alpha95 = 0.025;
