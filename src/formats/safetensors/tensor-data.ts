import type { FileHandle } from "node:fs/promises";
import type { StoredDType, StoredTensor } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import { widenBrain, widenHalf } from "../../core/half.ts";
import { readAt, withFile } from "../read-at.ts";

/** Bytes held while a tensor is converted. */
const chunkBytes = 1 << 24;

function count(shape: readonly number[]): number {
	return shape.reduce((product, size) => product * size, 1);
}

function refuse(entry: StoredTensor, expected: string): never {
	throw new TemperError("weights", {
		where: `${entry.file}, tensor ${entry.name}`,
		expected,
		found: entry.dtype,
	});
}

/** The bytes of a tensor as they are stored, in pieces of at most 16 MiB whose size is a multiple of eight, save the last. */
export async function* readTensorChunks(
	entry: StoredTensor,
): AsyncIterable<Uint8Array> {
	for (let done = 0; done < entry.length; done += chunkBytes) {
		const bytes = new Uint8Array(Math.min(chunkBytes, entry.length - done));
		await withFile(entry.file, "weights", (handle) =>
			readAt(handle, entry.file, "weights", entry.offset + done, bytes),
		);
		yield bytes;
	}
}

/** The bytes of a tensor as they are stored. */
export async function readTensorBytes(
	entry: StoredTensor,
): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(entry.length);
	await withFile(entry.file, "weights", (handle) =>
		readAt(handle, entry.file, "weights", entry.offset, bytes),
	);
	return bytes;
}

type Widen = (bytes: Uint8Array<ArrayBuffer>, out: Float32Array) => void;

const widen: Partial<Record<StoredDType, Widen>> = {
	F64: (bytes, out) => out.set(new Float64Array(bytes.buffer, 0, out.length)),
	F16: (bytes, out) =>
		widenHalf(new Uint16Array(bytes.buffer, 0, out.length), out),
	BF16: (bytes, out) =>
		widenBrain(new Uint16Array(bytes.buffer, 0, out.length), out),
};

async function readWidened(
	handle: FileHandle,
	entry: StoredTensor,
	convert: Widen,
): Promise<Float32Array> {
	const values = new Float32Array(count(entry.shape));
	const width = entry.length / values.length;
	const buffer = new Uint8Array(Math.min(chunkBytes, entry.length));
	for (let done = 0; done < entry.length; done += buffer.length) {
		const length = Math.min(buffer.length, entry.length - done);
		const piece = buffer.subarray(0, length);
		await readAt(handle, entry.file, "weights", entry.offset + done, piece);
		const start = done / width;
		convert(buffer, values.subarray(start, start + length / width));
	}
	return values;
}

/**
 * The values of a tensor of F64, F32, F16 or BF16 as float32: exact, save F64, which is rounded to nearest.
 * Throws `weights` for other dtypes and for a file that ends too early.
 */
export async function readTensor(entry: StoredTensor): Promise<Float32Array> {
	if (entry.dtype === "F32") {
		const bytes = await readTensorBytes(entry);
		return new Float32Array(bytes.buffer);
	}
	const convert = widen[entry.dtype];
	if (convert === undefined) return refuse(entry, "a tensor of real numbers");
	return withFile(entry.file, "weights", (handle) =>
		readWidened(handle, entry, convert),
	);
}

/** The values of an integer or boolean tensor. Throws `weights` for other dtypes and for I64 values beyond 2^53. */
export async function readIntegers(entry: StoredTensor): Promise<number[]> {
	const { buffer } = await readTensorBytes(entry);
	switch (entry.dtype) {
		case "I64":
			return Array.from(new BigInt64Array(buffer), (value) => {
				if (Number.isSafeInteger(Number(value))) return Number(value);
				return refuse(entry, `integers below 2^53, not ${value}, in`);
			});
		case "I32":
			return Array.from(new Int32Array(buffer));
		case "I16":
			return Array.from(new Int16Array(buffer));
		case "I8":
			return Array.from(new Int8Array(buffer));
		case "U8":
		case "BOOL":
			return Array.from(new Uint8Array(buffer));
		case "F64":
		case "F32":
		case "F16":
		case "BF16":
			return refuse(entry, "a tensor of integers");
		default:
			return entry.dtype satisfies never;
	}
}
