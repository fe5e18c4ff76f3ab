import type { SchemaElement } from "hyparquet";
import { TemperError } from "../../core/error.ts";
import { AnsweringThread } from "../../core/threads/answering-thread.ts";
import { startWorker } from "../../core/threads/start-worker.ts";
import { withFile } from "../read-at.ts";
import { recordReader } from "./parquet-values.ts";
import type { Row } from "./row.ts";

/** What the worker answers when it is asked for the next row group. */
export type ParquetReply =
	| {
			readonly kind: "rows";
			/** As hyparquet decodes them, with integers of 64 bits as bigints. */
			readonly rows: readonly Record<string, unknown>[];
			readonly schema: readonly SchemaElement[];
	  }
	| { readonly kind: "end" };

type Reader = AnsweringThread<"next">;

function startReader(file: string): Reader {
	const worker = startWorker("parquet-worker", import.meta.url, {
		workerData: file,
	});
	return new AnsweringThread(worker, (cause) =>
		cause instanceof Error
			? cause
			: new Error("data on which the reader fails"),
	);
}

/** The reader's next answer. One that says nothing for so many milliseconds is stopped. Throws why there is none. */
async function next(reader: Reader, patience: number): Promise<ParquetReply> {
	const seconds = Math.round(patience / 1000);
	const late = new Error(`data that was not read within ${seconds} seconds`);
	const timer = setTimeout(() => reader.stop(late), patience);
	try {
		return await reader.ask("next");
	} finally {
		clearTimeout(timer);
	}
}

function refuse(where: string, found: string): never {
	throw new TemperError("data", {
		where,
		expected: "a whole Parquet file",
		found: found.slice(0, 300),
	});
}

/**
 * Rows of a Parquet file, one row group in memory at a time; nested lists and structs come out as arrays and objects, by
 * the rules of `recordReader`.
 * Decoding runs in a worker: on damaged data hyparquet can loop without end, and a worker can be stopped. `patience` is how
 * long one row group may take, in milliseconds; by default half a minute and a second per megabyte of the file.
 * Throws `data`.
 */
export async function* readParquet(
	file: string,
	patience: number | null = null,
): AsyncIterable<Row> {
	const size = await withFile(file, "data", async (_, bytes) => bytes);
	if (size < 12) refuse(file, size === 0 ? "an empty file" : `${size} bytes`);
	const reader = startReader(file);
	try {
		let line = 0;
		for (let group = 1; ; group++) {
			const reply = await next(reader, patience ?? 30_000 + size / 1000).catch(
				({ message }: Error) => refuse(`${file}, row group ${group}`, message),
			);
			if (reply.kind === "end") return;
			const read = recordReader(reply.schema);
			for (const record of reply.rows) {
				line++;
				const place = { file, code: "data", line } as const;
				yield { value: read(record, place), file, line };
			}
		}
	} finally {
		await reader.stop();
	}
}
