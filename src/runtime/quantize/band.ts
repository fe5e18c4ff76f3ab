/** Some rows of a weight. */
export interface Band {
	/** Row-major, [count, columns]. */
	readonly weights: Float32Array;
	readonly start: number;
	readonly count: number;
	readonly columns: number;
}
