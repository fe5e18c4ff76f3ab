import type { DType, StoredTensor } from "../core/dtype.ts";
import type { Shape } from "../core/shape.ts";
import type {
	Attributes,
	Operands,
	OperationName,
	Results,
} from "./operations.ts";

/** One tensor of a graph. Identity matters: two values are the same only if they are the same object. */
export interface Value {
	/** Unique in its graph. */
	readonly name: string;
	readonly dtype: DType;
	readonly shape: Shape;
}

export interface NodeOf<K extends OperationName> {
	readonly op: K;
	readonly inputs: Operands<K, Value>;
	readonly outputs: Results<K, Value>;
	readonly attributes: Attributes<K>;
	/** The part of the model it belongs to (`layers.3`), or null. Parts are the unit of recomputation. */
	readonly scope: string | null;
}

export type Node = { [K in OperationName]: NodeOf<K> }[OperationName];

/**
 * Bits in which a product holds a matrix. `stored`: as its file holds it, in blocks if it has them; float32 values are made of it for
 * each product and for no longer.
 */
export type HeldBits = 4 | 8 | 32 | "stored";

/** How products hold a matrix W. */
export interface MatrixPrecision {
	/** In x W. */
	readonly direct: HeldBits;
	/** In x W^T. */
	readonly transposed: HeldBits;
}

/** A change of basis of a stored weight W: W diag(gain), then each axis rotated in blocks, as `rotateBlocks` does. */
export interface FrozenTransform {
	/** Multiplied onto the last axis; null for ones. */
	readonly gain: StoredTensor | null;
	/** The block of each axis; null where nothing is rotated. */
	readonly blocks: readonly (number | null)[];
}

/** Where a value that no node computes comes from. */
export type Source =
	/** Given at each run. Products may hold it in fewer bits, quantised whenever it is read; null if none does. */
	| { readonly kind: "input"; readonly precision: MatrixPrecision | null }
	/** A weight of a file that nothing changes, as stored or in another basis; products may hold it in fewer bits. */
	| {
			readonly kind: "frozen";
			readonly tensor: StoredTensor;
			readonly precision: MatrixPrecision;
			/** Null if the weight is used as stored. */
			readonly transform: FrozenTransform | null;
	  }
	/** Known when the graph is built. */
	| { readonly kind: "constant"; readonly data: Float32Array | Int32Array };

export interface Leaf {
	readonly value: Value;
	readonly source: Source;
}

export interface Graph {
	readonly leaves: readonly Leaf[];
	/** In an order in which each node follows those that it reads. */
	readonly nodes: readonly Node[];
	readonly outputs: Readonly<Record<string, Value>>;
}
