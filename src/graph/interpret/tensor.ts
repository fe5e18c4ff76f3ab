import type { Value } from "../graph.ts";
import type {
	Attributes,
	Operands,
	OperationName,
	Results,
} from "../operations.ts";

/** Numbers of the interpreter: every dtype as float64, row-major. */
export interface Tensor {
	readonly shape: readonly number[];
	readonly data: Float64Array;
}

/** Computes one operation on tensors of any size. The oracle: plain loops, no tricks. */
export type Interpretation<K extends OperationName> = (
	inputs: Operands<K, Tensor>,
	attributes: Attributes<K>,
	outputs: Results<K, Value>,
) => Results<K, Tensor>;

export function tensor(shape: readonly number[], data?: Float64Array): Tensor {
	const size = shape.reduce((product, dim) => product * dim, 1);
	return { shape, data: data ?? new Float64Array(size) };
}

/** The last axis as columns, all others as rows. */
export function asMatrix(t: Tensor): { rows: number; columns: number } {
	const columns = t.shape.at(-1) ?? 1;
	return { rows: columns === 0 ? 0 : t.data.length / columns, columns };
}

/** A typed read that treats a hole as a mistake of the graph, not as a zero. */
export function get(data: Float64Array, index: number): number {
	const value = data[index];
	if (value === undefined)
		throw new RangeError(`index ${index} of ${data.length}`);
	return value;
}
