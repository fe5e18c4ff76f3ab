import { readSync } from "node:fs";
import { TemperError } from "../../core/error.ts";
import { decodeUtf8 } from "../decode-utf8.ts";

const windowBytes = 1 << 20;

/** Far above the header of any real file, which is its vocabulary; far below what would fill the memory. */
const largestHeader = 128 << 20;

/** Reads little-endian values one after the other from the start of an open file, never beyond its end. */
export class HeaderCursor {
	readonly #file: string;
	readonly #descriptor: number;
	readonly #size: number;
	#window = new DataView(new ArrayBuffer(0));
	#windowStart = 0;
	#at = 0;

	constructor(file: string, descriptor: number, size: number) {
		this.#file = file;
		this.#descriptor = descriptor;
		this.#size = size;
	}

	/** Bytes read so far. */
	get position(): number {
		return this.#at;
	}

	/** Throws `weights` unless so many more bytes can follow inside the file and inside a header. */
	demand(bytes: number, what: string): void {
		const end = Math.min(this.#size, largestHeader);
		if (bytes <= end - this.#at) return;
		throw new TemperError("weights", {
			where: `${this.#file}, header`,
			expected: `at most ${end - this.#at} more bytes`,
			found: Number.isFinite(bytes) ? `${what}, which takes ${bytes}` : what,
			hint: "The file is damaged or was cut off: fetch or copy it again.",
		});
	}

	/** Offset in the window of the next `length` bytes, which are thereby read. */
	#take(length: number): number {
		const begin = this.#at - this.#windowStart;
		this.#at += length;
		if (begin + length <= this.#window.byteLength) return begin;
		this.#at -= length;
		this.demand(length, "a value");
		this.#windowStart = this.#at;
		const bytes = new Uint8Array(
			Math.min(Math.max(length, windowBytes), this.#size - this.#at),
		);
		let done = 0;
		while (done < bytes.length) {
			const count = readSync(
				this.#descriptor,
				bytes,
				done,
				bytes.length - done,
				this.#at + done,
			);
			if (count === 0) break;
			done += count;
		}
		this.#window = new DataView(bytes.buffer, 0, done);
		if (done < length) this.demand(this.#size, "the file as it was");
		this.#at += length;
		return 0;
	}

	u8(): number {
		const at = this.#take(1);
		return this.#window.getUint8(at);
	}
	i8(): number {
		const at = this.#take(1);
		return this.#window.getInt8(at);
	}
	u16(): number {
		const at = this.#take(2);
		return this.#window.getUint16(at, true);
	}
	i16(): number {
		const at = this.#take(2);
		return this.#window.getInt16(at, true);
	}
	u32(): number {
		const at = this.#take(4);
		return this.#window.getUint32(at, true);
	}
	i32(): number {
		const at = this.#take(4);
		return this.#window.getInt32(at, true);
	}
	f32(): number {
		const at = this.#take(4);
		return this.#window.getFloat32(at, true);
	}
	u64(): bigint {
		const at = this.#take(8);
		return this.#window.getBigUint64(at, true);
	}
	i64(): bigint {
		const at = this.#take(8);
		return this.#window.getBigInt64(at, true);
	}
	f64(): number {
		const at = this.#take(8);
		return this.#window.getFloat64(at, true);
	}

	/** A count of things of at least `bytes` bytes each, checked against what is left of the file and against `most`. */
	count(bytes: number, what: string, most = largestHeader): number {
		const count = Number(this.u64());
		this.demand(
			count > most ? Number.POSITIVE_INFINITY : count * bytes,
			`${count} ${what}`,
		);
		return count;
	}

	string(): string {
		const length = this.count(1, "bytes of text");
		if (length === 0) return "";
		const where = `${this.#file}, header`;
		const offset = this.#at;
		const begin = this.#take(length);
		const bytes = new Uint8Array(this.#window.buffer, begin, length);
		return decodeUtf8(bytes, "weights", where, offset);
	}
}
