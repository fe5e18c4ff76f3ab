import { workerData } from "node:worker_threads";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { decompress as unzstd } from "fzstd";
import {
	type AsyncBuffer,
	type Compressors,
	type FileMetaData,
	parquetMetadataAsync,
	parquetReadObjects,
} from "hyparquet";
import { answerEach } from "../../core/threads/answer-each.ts";
import { readAt, withFile } from "../read-at.ts";
import type { ParquetReply } from "./parquet.ts";
import { isExactDecimal } from "./parquet-values.ts";

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
	/** As text: `JSON.parse` would lose digits. */
	jsonFromBytes: (bytes: Uint8Array | undefined) =>
		bytes && strictText.decode(bytes),
};

function groupRows(metadata: FileMetaData): number[] {
	return metadata.row_groups.map((group, index) => {
		const rows = Number(group.num_rows);
		const values = group.columns.map((column) =>
			Number(column.meta_data?.num_values ?? 0),
		);
		const worst = Math.max(0, ...values);
		if (!(rows >= 0 && rows <= mostRows))
			throw new Error(`a claim of ${rows} rows in row group ${index + 1}`);
		if (!(Math.min(0, ...values) >= 0 && worst <= mostValues))
			throw new Error(`a claim of ${worst} values in row group ${index + 1}`);
		return rows;
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

/** Row groups in order, in the terms of the one who asks. */
async function* replies(file: string): AsyncGenerator<ParquetReply> {
	const size = await withFile(file, "data", async (_, bytes) => bytes);
	const buffer = asyncBuffer(file, size);
	const metadata = await parquetMetadataAsync(buffer);
	const schema = structuredClone(metadata.schema);
	for (const element of metadata.schema)
		if (isExactDecimal(element)) delete element.converted_type;
	let rowStart = 0;
	for (const rows of groupRows(metadata)) {
		const rowEnd = rowStart + rows;
		const options = { file: buffer, metadata, rowStart, rowEnd };
		const records = await parquetReadObjects({
			...options,
			compressors,
			parsers,
		});
		rowStart = rowEnd;
		yield { kind: "rows", rows: records, schema };
	}
	yield { kind: "end" };
}

const source = replies(String(workerData));

answerEach(async () => {
	const { value } = await source.next();
	return { result: value ?? { kind: "end" } };
});
