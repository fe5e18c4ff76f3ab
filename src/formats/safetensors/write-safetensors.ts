import type { FileHandle } from "node:fs/promises";
import { type StoredDType, storedBytes } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import { narrowBrain, narrowHalf } from "../../core/half.ts";
import { type BeforeRename, writeFileAtomic } from "../write-atomic.ts";

/** Values, to be rounded to the tensor's dtype, or bytes, as they are stored. */
export type TensorPiece = Float32Array | Uint8Array;

/** A tensor to be written. `read` is called once, when its turn comes, and may hand over the data in pieces. */
export interface TensorSource {
	readonly name: string;
	readonly dtype: StoredDType;
	readonly shape: readonly number[];
	readonly read: () =>
		| TensorPiece
		| Promise<TensorPiece>
		| AsyncIterable<TensorPiece>;
}

/** Length in bytes of a tensor at rest. */
export function storedLength(
	tensor: Pick<TensorSource, "dtype" | "shape">,
): number {
	return tensor.shape.reduce(
		(product, size) => product * size,
		storedBytes[tensor.dtype],
	);
}

/** The first bytes of a `.safetensors` file, up to where its data starts: the tensors follow in the given order. */
export function headerOf(
	tensors: readonly Pick<TensorSource, "name" | "dtype" | "shape">[],
	metadata: Readonly<Record<string, string>>,
): Uint8Array {
	const header: Record<string, unknown> = { __metadata__: metadata };
	let at = 0;
	for (const tensor of tensors) {
		const { name, dtype, shape } = tensor;
		if (Object.hasOwn(header, name)) {
			throw new TemperError("internal", {
				where: `tensor ${name}`,
				expected: "a name given once",
				found: "it twice",
			});
		}
		const end = at + storedLength(tensor);
		header[name] = { dtype, shape, data_offsets: [at, end] };
		at = end;
	}
	const text = JSON.stringify(header);
	// Padded with spaces so that the data starts at a multiple of eight, as the reference does.
	const padded = text + " ".repeat((8 - (Buffer.byteLength(text) % 8)) % 8);
	const json = Buffer.from(padded);
	const bytes = new Uint8Array(8 + json.length);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
	bytes.set(json, 8);
	return bytes;
}

function bytesOf(
	values: Float32Array,
	tensor: TensorSource,
	written: number,
): Uint8Array {
	if (tensor.dtype === "F32")
		return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
	if (tensor.dtype !== "F16" && tensor.dtype !== "BF16") {
		throw new TemperError("internal", {
			where: `tensor ${tensor.name}`,
			expected: "float32 values only for F32, F16 and BF16",
			found: tensor.dtype,
		});
	}
	const bits = new Uint16Array(values.length);
	const narrow = tensor.dtype === "F16" ? narrowHalf : narrowBrain;
	const overflow = narrow(values, bits);
	if (overflow !== null) {
		throw new TemperError("weights", {
			where: `tensor ${tensor.name}, element ${written / 2 + overflow}`,
			expected: `a value that ${tensor.dtype} can hold`,
			found: `${values[overflow]}`,
			hint: "Write this model as BF16 or F32.",
		});
	}
	return new Uint8Array(bits.buffer);
}

async function* pieces(tensor: TensorSource): AsyncIterable<TensorPiece> {
	const made = tensor.read();
	if (Symbol.asyncIterator in made) yield* made;
	else yield await made;
}

async function writeTensor(
	file: FileHandle,
	tensor: TensorSource,
): Promise<void> {
	const length = storedLength(tensor);
	let written = 0;
	for await (const piece of pieces(tensor)) {
		const bytes =
			piece instanceof Float32Array ? bytesOf(piece, tensor, written) : piece;
		written += bytes.length;
		if (written <= length) await file.writeFile(bytes);
	}
	if (written !== length) {
		throw new TemperError("internal", {
			where: `tensor ${tensor.name}`,
			expected: `${length} bytes for ${tensor.dtype} of shape [${tensor.shape.join(", ")}]`,
			found: `${written} bytes`,
		});
	}
}

/**
 * Writes a `.safetensors` file, atomically, holding one piece of one tensor at a time. Values are rounded to nearest,
 * ties to even. Wider dtypes come first, so that every tensor is aligned.
 * Throws `weights` for a finite value that its dtype cannot hold and `disk` when the file cannot be written.
 */
export async function writeSafetensors(
	path: string,
	tensors: readonly TensorSource[],
	metadata: Readonly<Record<string, string>> = { format: "pt" },
	beforeRename?: BeforeRename,
): Promise<void> {
	const ordered = [...tensors].sort(
		(a, b) => storedBytes[b.dtype] - storedBytes[a.dtype],
	);
	const header = headerOf(ordered, metadata);
	const fill = async (file: FileHandle) => {
		await file.writeFile(header);
		for (const tensor of ordered) await writeTensor(file, tensor);
	};
	await writeFileAtomic(path, fill, beforeRename);
}
