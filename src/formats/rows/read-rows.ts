import { extname } from "node:path";
import { TemperError } from "../../core/error.ts";
import { readCsv } from "./csv.ts";
import { readJsonRows } from "./json-array.ts";
import { readJsonLines } from "./json-lines.ts";
import { readParquet } from "./parquet.ts";
import type { ReadOptions, Row } from "./row.ts";

type Reader = (file: string, options: ReadOptions) => AsyncIterable<Row>;

const readers: Readonly<Record<string, Reader>> = {
	".jsonl": readJsonLines,
	".ndjson": readJsonLines,
	".json": readJsonRows,
	".csv": (file) => readCsv(file, ","),
	".tsv": (file) => readCsv(file, "\t"),
	".parquet": (file) => readParquet(file),
};

/**
 * The rows of a data file, in order, streamed; its format follows from its extension.
 * Throws `data`, naming file and line, if the file is truncated, is not UTF-8, has a row that is not an object, or has no
 * rows; lines of JSONL that are not rows are passed to `onBad` if it is given.
 */
export async function* readRows(
	path: string,
	{ onBad }: ReadOptions = {},
): AsyncIterable<Row> {
	const reader = readers[extname(path).toLowerCase()];
	if (reader === undefined) {
		throw new TemperError("data", {
			where: path,
			expected: `a file named ${Object.keys(readers).join(", ")}`,
			found: extname(path) === "" ? "no extension" : extname(path),
		});
	}
	let rows = 0;
	const counted = onBad && {
		onBad(error: TemperError) {
			rows++;
			onBad(error);
		},
	};
	for await (const row of reader(path, counted ?? {})) {
		rows++;
		yield row;
	}
	if (rows === 0) {
		throw new TemperError("data", {
			where: path,
			expected: "at least one row",
			found: "none",
		});
	}
}
