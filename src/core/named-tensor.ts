/** Values in memory, float32, row-major. */
export interface NamedTensor {
	readonly name: string;
	readonly shape: readonly number[];
	readonly data: Float32Array;
}
