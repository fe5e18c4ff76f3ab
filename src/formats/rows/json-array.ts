import { TemperError } from "../../core/error.ts";
import { parseRow } from "../json/parse-json.ts";
import { fileChunks } from "./file-chunks.ts";
import { readJsonLines } from "./json-lines.ts";
import type { ReadOptions, Row } from "./row.ts";
import { TextPiece } from "./text-piece.ts";

const newline = 0x0a;
const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

function isBlank(byte: number): boolean {
	return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === newline;
}

/** Cuts the bytes of a JSON array into those of its elements, whatever the chunks they come in. */
class ArraySplitter {
	readonly #file: string;
	#state: "before" | "inside" | "after" = "before";
	#depth = 0;
	#inString = false;
	#escaped = false;
	#line = 1;
	#lineStart = 0;
	#piece: TextPiece | null = null;

	constructor(file: string) {
		this.#file = file;
	}

	get closed(): boolean {
		return this.#state === "after";
	}

	/** Elements that end in these bytes, blanks around them included. */
	*push(bytes: Uint8Array, offset: number): Iterable<TextPiece> {
		let start = 0;
		for (let at = 0; at < bytes.length; at++) {
			const byte = bytes[at] as number;
			if (byte === newline) {
				this.#line++;
				this.#lineStart = offset + at + 1;
			}
			if (this.#piece === null) {
				if (!this.#opens(byte)) continue;
			} else {
				if (!this.#ends(byte)) continue;
				this.#piece.add(bytes.subarray(start, at));
				yield this.#piece;
			}
			start = at + 1;
			this.#piece =
				this.#state === "inside" ? this.#next(offset + start) : null;
		}
		this.#piece?.add(bytes.subarray(start));
	}

	#next(offset: number): TextPiece {
		const column = offset - this.#lineStart + 1;
		return new TextPiece(this.#file, offset, this.#line, column);
	}

	/** Outside the array only blanks may stand. True if it opens. */
	#opens(byte: number): boolean {
		if (isBlank(byte)) return false;
		if (this.#state === "before" && byte === openArray) {
			this.#state = "inside";
			return true;
		}
		throw new TemperError("data", {
			where: `${this.#file} line ${this.#line}`,
			expected:
				this.#state === "before"
					? "a JSON array of objects"
					: "nothing after the array",
			found: JSON.stringify(String.fromCharCode(byte)),
		});
	}

	/** Whether this byte ends an element of the outermost array. */
	#ends(byte: number): boolean {
		if (this.#inString) {
			if (this.#escaped) this.#escaped = false;
			else if (byte === backslash) this.#escaped = true;
			else if (byte === quote) this.#inString = false;
			return false;
		}
		if (byte === quote) this.#inString = true;
		else if (byte === openArray || byte === openObject) this.#depth++;
		else if (byte === closeArray || byte === closeObject) {
			if (this.#depth === 0 && byte === closeArray) {
				this.#state = "after";
				return true;
			}
			this.#depth = Math.max(0, this.#depth - 1);
		}
		return byte === comma && this.#depth === 0;
	}

	/** Throws `data` unless the array was closed. */
	finish(): void {
		if (this.closed) return;
		throw new TemperError("data", {
			where: `${this.#file} line ${this.#line}`,
			expected: this.#state === "before" ? "a JSON array" : "the array to end",
			found: "the end of the file",
		});
	}
}

async function* readArray(file: string): AsyncIterable<Row> {
	const splitter = new ArraySplitter(file);
	let first = true;
	for await (const { bytes, offset } of fileChunks(file)) {
		for (const piece of splitter.push(bytes, offset)) {
			const text = piece.text();
			const blanks = text.length - text.trimStart().length;
			const emptyArray = first && splitter.closed && blanks === text.length;
			first = false;
			if (emptyArray) continue;
			const { line, column } = piece;
			const value = parseRow(text, { file, code: "data", line, column });
			const skipped = text.slice(0, blanks).split("\n").length - 1;
			yield { value, file, line: line + skipped };
		}
	}
	splitter.finish();
}

/** The first byte of a file that is no blank, or null. */
async function firstByte(file: string): Promise<number | null> {
	for await (const { bytes } of fileChunks(file)) {
		const byte = bytes.find((value) => !isBlank(value));
		if (byte !== undefined) return byte;
	}
	return null;
}

/**
 * Rows of a JSON file: the objects of one array, one in memory at a time, or, where the file starts with an object,
 * one object per line. Throws `data`.
 */
export async function* readJsonRows(
	file: string,
	options: ReadOptions = {},
): AsyncIterable<Row> {
	if ((await firstByte(file)) === openObject)
		yield* readJsonLines(file, options);
	else yield* readArray(file);
}
