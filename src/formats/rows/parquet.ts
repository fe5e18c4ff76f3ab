import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { decompress as unzstd } from "fzstd";
import {
	type AsyncBuffer,
	type Compressors,
	type FileMetaData,
	parquetMetadataAsync,
	parquetReadObjects,
} from "hyparquet";
import { TemperError } from "../../core/error.ts";
import { readAt, withFile } from "../read-at.ts";
import type { Row } from "./row.ts";

/** Bounds on what one row group may claim, so that a damaged file cannot fill the memory. */
const mostRows = 1 << 24;
const mostValues = 1 << 26;
const mostPageBytes = 1 << 29;

type Unpack = (bytes: Uint8Array, length: number) => Uint8Array;

function page(unpack: Unpack): Unpack {
	return (bytes, length) => {
		if (length === 0) return new Uint8Array(0);
		if (length > 0 && length <= mostPageBytes) return unpack(bytes, length);
		throw new Error(`a page of ${length} bytes`);
	};
}

const compressors: Compressors = {
	GZIP: page((bytes, length) => gunzipSync(bytes, { maxOutputLength: length })),
	BROTLI: page((bytes, length) =>
		brotliDecompressSync(bytes, { maxOutputLength: length }),
	),
	ZSTD: page((bytes, length) => unzstd(bytes, new Uint8Array(length))),
};

const strictText = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const parsers = {
	stringFromBytes: (bytes: Uint8Array | undefined) =>
		bytes && strictText.decode(bytes),
};

/** Plain JavaScript values: integers as numbers (as strings beyond 2^53), dates in ISO 8601. */
function plain(value: unknown): unknown {
	if (typeof value === "bigint") {
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : `${value}`;
	}
	if (value instanceof Date)
		return Number.isNaN(value.getTime()) ? null : value.toISOString();
	if (ArrayBuffer.isView(value) && !(value instanceof Uint8Array))
		return Array.from(value as unknown as ArrayLike<unknown>, plain);
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value !== "object" || value === null) return value ?? null;
	if (value instanceof Uint8Array) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [key, plain(item)]),
	);
}

function refuse(where: string, found: string, cause?: unknown): never {
	throw new TemperError("data", {
		where,
		expected: "a whole Parquet file",
		found,
		cause,
	});
}

function groupRows(metadata: FileMetaData, file: string): number[] {
	return metadata.row_groups.map((group, index) => {
		const rows = Number(group.num_rows);
		const values = group.columns.map((column) =>
			Number(column.meta_data?.num_values ?? 0),
		);
		if (!(rows >= 0 && rows <= mostRows))
			refuse(`${file}, row group ${index + 1}`, `a claim of ${rows} rows`);
		const worst = Math.max(0, ...values);
		if (!(Math.min(0, ...values) >= 0 && worst <= mostValues))
			refuse(`${file}, row group ${index + 1}`, `a claim of ${worst} values`);
		return rows;
	});
}

async function readGroup(
	buffer: AsyncBuffer,
	metadata: FileMetaData,
	rowStart: number,
	rows: number,
): Promise<Record<string, unknown>[]> {
	return parquetReadObjects({
		file: buffer,
		metadata,
		rowStart,
		rowEnd: rowStart + rows,
		compressors,
		parsers,
	});
}

function asyncBuffer(file: string, size: number): AsyncBuffer {
	return {
		byteLength: size,
		async slice(start, end = size) {
			if (!(start >= 0 && start <= end && end <= size))
				throw new RangeError(`a range of bytes ${start} to ${end}`);
			const bytes = new Uint8Array(end - start);
			await withFile(file, "data", (handle) =>
				readAt(handle, file, "data", start, bytes),
			);
			return bytes.buffer;
		},
	};
}

async function attempt<T>(where: string, work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		if (error instanceof TemperError) throw error;
		const message = error instanceof Error ? error.message : `${error}`;
		return refuse(where, message.slice(0, 300), error);
	}
}

/**
 * Rows of a Parquet file, one row group in memory at a time; nested lists and structs come out as arrays and objects.
 * Throws `data`.
 */
export async function* readParquet(file: string): AsyncIterable<Row> {
	const size = await withFile(file, "data", async (_, bytes) => bytes);
	if (size < 12) refuse(file, size === 0 ? "an empty file" : `${size} bytes`);
	const buffer = asyncBuffer(file, size);
	const metadata = await attempt(file, parquetMetadataAsync(buffer));
	let rowStart = 0;
	for (const [index, rows] of groupRows(metadata, file).entries()) {
		const where = `${file}, row group ${index + 1}`;
		const group = readGroup(buffer, metadata, rowStart, rows);
		for (const record of await attempt(where, group)) {
			const value = plain(record) as Record<string, unknown>;
			rowStart++;
			yield { value, file, line: rowStart };
		}
	}
}
