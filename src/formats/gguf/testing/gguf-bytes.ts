/** Types of metadata that tests write. */
export type TestValue =
	| { readonly u32: number }
	| { readonly f32: number }
	| { readonly bool: boolean }
	| { readonly text: string }
	| { readonly texts: readonly string[] }
	| { readonly i32s: readonly number[] }
	| { readonly f32s: readonly number[] };

export interface TestTensor {
	readonly name: string;
	/** Outermost size first. */
	readonly shape: readonly number[];
	/** Of a tensor in float32. */
	readonly values: ArrayLike<number>;
	/** Of any other: ggml's number of its format, and its bytes. */
	readonly packed?: { readonly type: number; readonly bytes: Uint8Array };
}

const u32 = (value: number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
};
const i32 = (value: number) => u32(value >>> 0);
const u64 = (value: number | bigint) => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(BigInt(value));
	return bytes;
};
const f32 = (value: number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeFloatLE(value);
	return bytes;
};
const text = (value: string) => {
	const bytes = Buffer.from(value);
	return Buffer.concat([u64(bytes.length), bytes]);
};

function list<T>(
	type: number,
	values: readonly T[],
	write: (value: T) => Buffer,
) {
	return Buffer.concat([
		u32(9),
		u32(type),
		u64(values.length),
		...values.map(write),
	]);
}

function encode(value: TestValue): Buffer {
	if ("u32" in value) return Buffer.concat([u32(4), u32(value.u32)]);
	if ("f32" in value) return Buffer.concat([u32(6), f32(value.f32)]);
	if ("bool" in value)
		return Buffer.concat([u32(7), Buffer.of(value.bool ? 1 : 0)]);
	if ("text" in value) return Buffer.concat([u32(8), text(value.text)]);
	if ("texts" in value) return list(8, value.texts, text);
	if ("i32s" in value) return list(5, value.i32s, i32);
	return list(6, value.f32s, f32);
}

const dataOf = ({ values, packed }: TestTensor) =>
	packed?.bytes ?? new Uint8Array(Float32Array.from(values).buffer);

/** The bytes of a GGUF file, for tests. */
export function ggufBytes(
	metadata: Readonly<Record<string, TestValue>>,
	tensors: readonly TestTensor[],
): Buffer {
	const parts: Uint8Array[] = [
		Buffer.from("GGUF"),
		u32(3),
		u64(tensors.length),
	];
	const entries = Object.entries(metadata);
	parts.push(u64(entries.length));
	for (const [key, value] of entries) parts.push(text(key), encode(value));
	let offset = 0;
	for (const tensor of tensors) {
		const { name, shape, packed } = tensor;
		parts.push(text(name), u32(shape.length));
		for (const size of shape.toReversed()) parts.push(u64(size));
		parts.push(u32(packed?.type ?? 0), u64(offset));
		offset = Math.ceil((offset + dataOf(tensor).length) / 32) * 32;
	}
	const header = Buffer.concat(parts);
	const pad = (bytes: Uint8Array) =>
		Buffer.concat([bytes, Buffer.alloc((32 - (bytes.length % 32)) % 32)]);
	const data = tensors.map((tensor) => pad(dataOf(tensor)));
	return Buffer.concat([pad(header), ...data]);
}
