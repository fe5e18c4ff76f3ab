import { resolve } from "node:path";
import {
	type StoredDType,
	type StoredTensor,
	storedBytes,
} from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import { decodeUtf8 } from "../decode-utf8.ts";
import { isObject, kindOf, parseJsonObject } from "../json/parse-json.ts";
import { readAt, withFile } from "../read-at.ts";

/** What the header of a `.safetensors` file says. */
export interface SafetensorsFile {
	readonly file: string;
	readonly tensors: ReadonlyMap<string, StoredTensor>;
	readonly metadata: Readonly<Record<string, string>>;
}

/** Far above the header of any real file, far below what would fill the memory. */
const largestHeader = 32 << 20;

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("weights", {
		where,
		expected,
		found,
		hint: "The file is damaged or was cut off: fetch or copy it again.",
	});
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Value of an unknown thing, short enough for a sentence. */
function show(value: unknown): string {
	const text = JSON.stringify(value) ?? "nothing";
	return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}

function readEntry(
	file: string,
	name: string,
	value: unknown,
	dataStart: number,
	dataLength: number,
): StoredTensor {
	const where = `${file}, tensor ${show(name)}`;
	if (!isObject(value)) refuse(where, "an object", kindOf(value));
	const { dtype, shape, data_offsets: range } = value;
	if (typeof dtype !== "string" || !Object.hasOwn(storedBytes, dtype)) {
		throw new TemperError("weights", {
			where: `${where}, dtype`,
			expected: `one of ${Object.keys(storedBytes).join(", ")}`,
			found: show(dtype),
		});
	}
	if (!Array.isArray(shape) || !shape.every(isCount))
		refuse(`${where}, shape`, "a list of sizes", show(shape));
	if (!Array.isArray(range) || range.length !== 2 || !range.every(isCount))
		refuse(`${where}, data_offsets`, "two byte positions", show(range));
	const [start, end] = range as [number, number];
	if (start > end || end > dataLength)
		refuse(
			`${where}, data_offsets`,
			`a range inside the ${dataLength} bytes of data`,
			show(range),
		);
	const length = (shape as number[]).reduce(
		(product, size) => product * size,
		storedBytes[dtype as StoredDType],
	);
	if (length !== end - start)
		refuse(
			where,
			`${length} bytes for ${dtype} of shape ${show(shape)}`,
			`${end - start} bytes`,
		);
	return {
		name,
		dtype: dtype as StoredDType,
		shape: shape as number[],
		file,
		offset: dataStart + start,
		length,
	};
}

/** Every byte of the data belongs to exactly one tensor, as the format's reference demands. */
function checkCover(
	file: string,
	entries: readonly StoredTensor[],
	dataStart: number,
	size: number,
): void {
	const sorted = entries
		.filter((entry) => entry.length > 0)
		.sort((a, b) => a.offset - b.offset);
	let at = dataStart;
	for (const { name, offset, length } of sorted) {
		const where = `${file}, tensor ${show(name)}`;
		if (offset < at) refuse(where, "bytes of its own", "an overlap");
		if (offset > at)
			refuse(where, `data from byte ${at} on`, `a gap before byte ${offset}`);
		at = offset + length;
	}
	if (at !== size)
		refuse(file, `${at} bytes, as its header says`, `${size} bytes`);
}

function readMetadata(file: string, value: unknown): Record<string, string> {
	if (value === undefined) return {};
	if (!isObject(value))
		refuse(`${file}, __metadata__`, "an object", kindOf(value));
	for (const [key, text] of Object.entries(value)) {
		if (typeof text !== "string")
			refuse(`${file}, __metadata__.${key}`, "a string", kindOf(text));
	}
	return value as Record<string, string>;
}

/**
 * Opens a `.safetensors` file and checks its header against the file: sizes, dtypes, shapes, ranges, names.
 * Reads no tensor. Throws `weights`.
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
	const file = resolve(path);
	return withFile(file, "weights", async (handle, size) => {
		const prefix = new Uint8Array(Math.min(8, size));
		await readAt(handle, file, "weights", 0, prefix);
		const bytes = new Uint8Array(headerLength(file, prefix, size));
		await readAt(handle, file, "weights", 8, bytes);
		return readHeader(file, bytes, size);
	});
}

/** As `openSafetensors`, of a whole file in memory. `name` stands for its path. Throws `weights`. */
export function readSafetensors(
	name: string,
	bytes: Uint8Array,
): SafetensorsFile {
	const length = headerLength(name, bytes, bytes.length);
	return readHeader(name, bytes.subarray(8, 8 + length), bytes.length);
}

/** Length of the header of a file of `size` bytes, as its first eight bytes give it. */
function headerLength(file: string, start: Uint8Array, size: number): number {
	if (size < 10) refuse(file, "a safetensors file", `${size} bytes`);
	const view = new DataView(start.buffer, start.byteOffset, 8);
	const claimed = view.getBigUint64(0, true);
	const most = Math.min(size - 8, largestHeader);
	if (claimed > BigInt(most))
		refuse(
			file,
			`a header of at most ${most} bytes`,
			`a claim of ${claimed} bytes`,
		);
	return Number(claimed);
}

/** Checks a header against the size of its file. */
function readHeader(
	file: string,
	bytes: Uint8Array,
	size: number,
): SafetensorsFile {
	const text = decodeUtf8(bytes, "weights", `${file}, header`, 8);
	const { __metadata__, ...header } = parseJsonObject(text, {
		file: `${file}, header`,
		code: "weights",
	});
	const dataStart = 8 + bytes.length;
	const entries = Object.entries(header).map(([name, value]) =>
		readEntry(file, name, value, dataStart, size - dataStart),
	);
	checkCover(file, entries, dataStart, size);
	return {
		file,
		tensors: new Map(entries.map((entry) => [entry.name, entry])),
		metadata: readMetadata(file, __metadata__),
	};
}
