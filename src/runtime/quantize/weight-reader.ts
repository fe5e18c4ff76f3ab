import { type FileHandle, open } from "node:fs/promises";
import type { StoredTensor } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import { widenBrain, widenHalf } from "../../core/half.ts";

/** Memory that is used again and again. */
export class Scratch {
	#buffer = new ArrayBuffer(0);

	/** A buffer of at least that many bytes, which holds what its last user left there. */
	bytes(length: number): ArrayBuffer {
		if (this.#buffer.byteLength < length)
			this.#buffer = new ArrayBuffer(length);
		return this.#buffer;
	}
}

/** Reads rows of stored weights as float32, into memory that the next call uses again. */
export class WeightReader {
	readonly #stored = new Scratch();
	readonly #floats = new Scratch();

	/** `count` rows from `start`. Throws `weights` if the file cannot be read there. */
	async rows(
		tensor: StoredTensor,
		start: number,
		count: number,
	): Promise<Float32Array> {
		const width = tensor.shape.slice(1).reduce((size, n) => size * n, 1);
		const size = count * width;
		const values = new Float32Array(this.#floats.bytes(4 * size), 0, size);
		const each = tensor.dtype === "F32" ? 4 : 2;
		const buffer = each === 4 ? values.buffer : this.#stored.bytes(2 * size);
		await readStored(
			tensor,
			new Uint8Array(buffer, 0, each * size),
			each * start * width,
		);
		if (each === 4) return values;
		const widen = tensor.dtype === "BF16" ? widenBrain : widenHalf;
		widen(new Uint16Array(buffer, 0, size), values);
		return values;
	}
}

/** Fills `bytes` from a place inside the tensor. A read may return less than it was asked for. */
async function readStored(
	{ file: path, name, offset, length }: StoredTensor,
	bytes: Uint8Array,
	from: number,
): Promise<void> {
	let file: FileHandle | null = null;
	try {
		file = await open(path);
		for (let done = 0; done < bytes.length; ) {
			const part = Math.min(bytes.length - done, 2 ** 30);
			const at = offset + from + done;
			const { bytesRead } = await file.read(bytes, done, part, at);
			if (bytesRead === 0) throw new Error("the file ends before it");
			done += bytesRead;
		}
	} catch (cause) {
		throw new TemperError("weights", {
			where: path,
			expected: `${length} bytes of ${name}`,
			found: "a file that cannot be read there",
			cause,
		});
	} finally {
		await file?.close();
	}
}
