import type { Worker } from "node:worker_threads";
import type { SchemaElement } from "hyparquet";
import { TemperError } from "../../core/error.ts";
import { startWorker } from "../../core/start-worker.ts";
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
	| { readonly kind: "end" }
	| { readonly kind: "fault"; readonly message: string };

/** The worker's next answer; a fault when it fails, stops or says nothing for so many milliseconds. */
function ask(worker: Worker, patience: number): Promise<ParquetReply> {
	return new Promise((resolve) => {
		const fault = (message: string) => answer({ kind: "fault", message });
		const onError = (error: unknown) =>
			fault(error instanceof Error ? error.message : `${error}`);
		const onExit = () => fault("data on which the reader fails");
		const timer = setTimeout(
			() =>
				fault(
					`data that was not read within ${Math.round(patience / 1000)} seconds`,
				),
			patience,
		);
		const answer = (reply: ParquetReply) => {
			clearTimeout(timer);
			worker.off("message", answer).off("error", onError).off("exit", onExit);
			resolve(reply);
		};
		worker.on("message", answer).on("error", onError).on("exit", onExit);
		worker.postMessage("next");
	});
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
	const worker = startWorker("parquet-worker", import.meta.url, {
		workerData: file,
	});
	try {
		let line = 0;
		for (let group = 1; ; group++) {
			const reply = await ask(worker, patience ?? 30_000 + size / 1000);
			if (reply.kind === "fault")
				refuse(`${file}, row group ${group}`, reply.message);
			if (reply.kind === "end") return;
			const read = recordReader(reply.schema);
			for (const record of reply.rows) {
				line++;
				const place = { file, code: "data", line } as const;
				yield { value: read(record, place), file, line };
			}
		}
	} finally {
		await worker.terminate();
	}
}
