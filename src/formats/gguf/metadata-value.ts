import type { HeaderCursor } from "./header-cursor.ts";

/** A value of GGUF metadata. 64-bit integers beyond 2^53 stay bigint; arrays are of texts or of numbers. */
export type MetadataValue =
	| number
	| bigint
	| boolean
	| string
	| readonly string[]
	| ArrayLike<number>;

interface ScalarType {
	readonly bytes: number;
	readonly read: (cursor: HeaderCursor) => number | bigint;
	readonly array: new (length: number) => NumberArray;
}

type NumberArray = { [index: number]: number; readonly length: number };

function narrow(value: bigint): number | bigint {
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : value;
}

/** Value types of the GGUF specification by number; 8 is text and 9 an array. */
const scalars: Readonly<Record<number, ScalarType>> = {
	0: { bytes: 1, read: (cursor) => cursor.u8(), array: Uint8Array },
	1: { bytes: 1, read: (cursor) => cursor.i8(), array: Int8Array },
	2: { bytes: 2, read: (cursor) => cursor.u16(), array: Uint16Array },
	3: { bytes: 2, read: (cursor) => cursor.i16(), array: Int16Array },
	4: { bytes: 4, read: (cursor) => cursor.u32(), array: Uint32Array },
	5: { bytes: 4, read: (cursor) => cursor.i32(), array: Int32Array },
	6: { bytes: 4, read: (cursor) => cursor.f32(), array: Float32Array },
	7: { bytes: 1, read: (cursor) => cursor.u8(), array: Uint8Array },
	10: { bytes: 8, read: (cursor) => narrow(cursor.u64()), array: Float64Array },
	11: { bytes: 8, read: (cursor) => narrow(cursor.i64()), array: Float64Array },
	12: { bytes: 8, read: (cursor) => cursor.f64(), array: Float64Array },
};
/** Eight times the merges of the largest vocabularies. */
const mostTexts = 1 << 22;
const boolType = 7;
const stringType = 8;
const arrayType = 9;

/** Reads one value of the given type; null if the type is unknown. */
export function readValue(
	cursor: HeaderCursor,
	type: number,
): MetadataValue | null {
	if (type === stringType) return cursor.string();
	if (type === arrayType) return readArray(cursor);
	const value = scalars[type]?.read(cursor) ?? null;
	return type === boolType ? value !== 0 : value;
}

function readArray(cursor: HeaderCursor): MetadataValue | null {
	const type = cursor.u32();
	if (type === stringType) {
		const texts = new Array<string>(cursor.count(8, "texts", mostTexts));
		for (let i = 0; i < texts.length; i++) texts[i] = cursor.string();
		return texts;
	}
	const scalar = scalars[type];
	if (scalar === undefined) return null;
	const numbers = new scalar.array(cursor.count(scalar.bytes, "numbers"));
	for (let i = 0; i < numbers.length; i++)
		numbers[i] = Number(scalar.read(cursor));
	return numbers as ArrayLike<number>;
}
