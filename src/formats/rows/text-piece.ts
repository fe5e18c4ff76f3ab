import { TemperError } from "../../core/error.ts";
import { decodeUtf8 } from "../decode-utf8.ts";
import { longestRow } from "./row.ts";

/** A part of a text file: a line of JSONL, an element of a JSON array. Gathers its bytes across chunks. */
export class TextPiece {
	readonly #file: string;
	readonly #offset: number;
	readonly #parts: Uint8Array[] = [];
	#length = 0;
	/** Line and column, from 1, of its first character. */
	readonly line: number;
	readonly column: number;

	constructor(file: string, offset: number, line: number, column = 1) {
		this.#file = file;
		this.#offset = offset;
		this.line = line;
		this.column = column;
	}

	get where(): string {
		return `${this.#file} line ${this.line}`;
	}

	/** Throws `data` when the piece grows over 64 MiB. */
	add(bytes: Uint8Array): void {
		this.#length += bytes.length;
		if (this.#length > longestRow) {
			throw new TemperError("data", {
				where: this.where,
				expected: `a row of at most ${longestRow >> 20} MiB`,
				found: "a longer one",
			});
		}
		this.#parts.push(bytes);
	}

	/** Throws `data` with the byte offset in the file if the piece is not UTF-8. */
	text(): string {
		const bytes = Buffer.concat(this.#parts, this.#length);
		return decodeUtf8(bytes, "data", this.where, this.#offset);
	}
}
