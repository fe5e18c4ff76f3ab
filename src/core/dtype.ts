/** Types of values that flow through a graph. */
export type DType = "float32" | "int32" | "int64";

/** Dtypes of values stored in a checkpoint, as safetensors names them. */
export type StoredDType =
	| "F64"
	| "F32"
	| "F16"
	| "BF16"
	| "I64"
	| "I32"
	| "I16"
	| "I8"
	| "U8"
	| "BOOL";

export const storedBytes: Readonly<Record<StoredDType, number>> = {
	F64: 8,
	F32: 4,
	F16: 2,
	BF16: 2,
	I64: 8,
	I32: 4,
	I16: 2,
	I8: 1,
	U8: 1,
	BOOL: 1,
};

/** The location of a tensor's bytes: little endian, row-major, contiguous. */
export interface StoredTensor {
	readonly name: string;
	readonly dtype: StoredDType;
	readonly shape: readonly number[];
	/** Absolute path of the file that holds it. */
	readonly file: string;
	/** Bytes from the start of the file. */
	readonly offset: number;
	/** Length in bytes. */
	readonly length: number;
	/** The same values in fewer bits, if the model's folder holds them so. */
	readonly blocks?: StoredBlocks;
}

/** Neighbouring columns of a matrix that share a scale and a least value. */
export const storedBlockSize = 32;

/**
 * A matrix [rows, columns] as blocks of a GGUF file hold it: a weight is scale x code + least. Codes are signed bytes, or of 4 bits, two a
 * byte, the first in its low half: signed if there are no least values, else unsigned.
 */
export interface StoredBlocks {
	readonly bits: 4 | 8;
	/** [rows, columns], or [rows, columns / 2] in 4 bits. */
	readonly codes: StoredTensor;
	/** F16 [rows, blocks of a row]. */
	readonly scales: StoredTensor;
	/** The same; null for zeros. */
	readonly minima: StoredTensor | null;
}
