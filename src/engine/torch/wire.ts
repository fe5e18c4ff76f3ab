import type { StoredDType } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import { isObject } from "../../formats/json/parse-json.ts";
import { readSafetensors } from "../../formats/safetensors/safetensors.ts";
import { headerOf } from "../../formats/safetensors/write-safetensors.ts";

/** The version of the messages. Both sides name it in their first message. */
export const protocol = 1;

type WireData = Float32Array | Int32Array | Uint8Array;

/** A tensor of a message, row-major. */
export interface WireTensor {
	readonly shape: readonly number[];
	readonly data: WireData;
}

export type WireTensors = Readonly<Record<string, WireTensor>>;

/** JSON with tensors: one request or one reply. */
export interface Message {
	readonly fields: Readonly<Record<string, unknown>>;
	readonly tensors: WireTensors;
}

const metadataKey = "message";

function dtypeOf(data: WireData): StoredDType {
	if (data instanceof Float32Array) return "F32";
	return data instanceof Int32Array ? "I32" : "U8";
}

/**
 * A message as it is sent: its length as a little-endian u64, then a safetensors file whose metadata holds the fields as
 * JSON. The file is also what a saved message is.
 */
export function encodeMessage({ fields, tensors }: Message): Uint8Array[] {
	const entries = Object.entries(tensors).map(([name, { shape, data }]) => ({
		...{ name, shape, data },
		dtype: dtypeOf(data),
	}));
	// Four-byte tensors first, so that all of them are aligned.
	entries.sort((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
	const header = headerOf(entries, { [metadataKey]: JSON.stringify(fields) });
	const parts = entries.map(
		({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
	);
	const total = parts.reduce((sum, { length }) => sum + length, header.length);
	const prefix = new Uint8Array(8);
	new DataView(prefix.buffer).setBigUint64(0, BigInt(total), true);
	return [prefix, header, ...parts];
}

function refuse(expected: string, found: string, cause?: unknown): never {
	throw new TemperError("internal", {
		where: "message of the PyTorch workers",
		...{ expected, found, cause },
	});
}

function arrayOf(
	dtype: StoredDType,
	bytes: Uint8Array,
	name: string,
): WireData {
	// Unlike a slice of a Buffer, a copy, which is aligned.
	const { buffer } = new Uint8Array(bytes);
	switch (dtype) {
		case "F32":
			return new Float32Array(buffer);
		case "I32":
			return new Int32Array(buffer);
		case "U8":
			return new Uint8Array(buffer);
		default:
			return refuse(`F32, I32 or U8 as the dtype of ${name}`, dtype);
	}
}

/** Reads a message without its length. Throws `internal` for bytes that are not one. */
export function decodeMessage(file: Uint8Array): Message {
	let read: ReturnType<typeof readSafetensors>;
	let fields: unknown;
	try {
		read = readSafetensors("message", file);
		fields = JSON.parse(read.metadata[metadataKey] ?? "null");
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return refuse(
			"a safetensors file with JSON in its metadata",
			reason,
			error,
		);
	}
	if (!isObject(fields))
		return refuse("an object in its metadata", JSON.stringify(fields));
	const tensors: Record<string, WireTensor> = {};
	for (const { name, dtype, shape, offset, length } of read.tensors.values()) {
		const bytes = file.subarray(offset, offset + length);
		tensors[name] = { shape, data: arrayOf(dtype, bytes, name) };
	}
	return { fields, tensors };
}

/** Far above any message of a training and below what one buffer holds. */
const largestMessage = 2 ** 31 - 1;

/** Cuts a stream of bytes into messages. */
export class FrameReader {
	readonly #largest: number;
	readonly #prefix = new Uint8Array(8);
	#body: Uint8Array | null = null;
	/** Bytes of the prefix, or of the body once there is one, that have arrived. */
	#filled = 0;

	/** `largest`: bytes of the longest message that is accepted. */
	constructor(largest = largestMessage) {
		this.#largest = largest;
	}

	/** Whether the stream may end here: no message has begun. */
	get isBetweenMessages(): boolean {
		return this.#body === null && this.#filled === 0;
	}

	/** Takes in bytes and yields the messages that they complete. Throws `internal` for a message that is too long. */
	*push(chunk: Uint8Array): Generator<Message> {
		let rest = chunk;
		while (rest.length > 0 || this.#isComplete) {
			const into = this.#body ?? this.#prefix;
			const taken = rest.subarray(0, into.length - this.#filled);
			into.set(taken, this.#filled);
			this.#filled += taken.length;
			rest = rest.subarray(taken.length);
			if (this.#filled < into.length) return;
			this.#filled = 0;
			if (this.#body === null) this.#body = new Uint8Array(this.#bodyLength());
			else {
				this.#body = null;
				yield decodeMessage(into);
			}
		}
	}

	/** A body of no bytes is complete before another byte arrives. */
	get #isComplete(): boolean {
		return this.#body?.length === 0;
	}

	#bodyLength(): number {
		const length = new DataView(this.#prefix.buffer).getBigUint64(0, true);
		if (length <= BigInt(this.#largest)) return Number(length);
		return refuse(`at most ${this.#largest} bytes`, `${length}`);
	}
}
