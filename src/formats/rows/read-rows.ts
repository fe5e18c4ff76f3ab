import { extname } from "node:path";
import { TemperError } from "../../core/error.ts";
import { readCsv } from "./csv.ts";
import { readJsonRows } from "./json-array.ts";
import { readJsonLines } from "./json-lines.ts";
import { readParquet } from "./parquet.ts";
import type { Row } from "./row.ts";

const readers: Readonly<Record<string, (file: string) => AsyncIterable<Row>>> =
	{
		".jsonl": readJsonLines,
		".ndjson": readJsonLines,
		".json": readJsonRows,
		".csv": (file) => readCsv(file, ","),
		".tsv": (file) => readCsv(file, "\t"),
		".parquet": readParquet,
	};

/**
 * The rows of a data file, in order, streamed; its format is told by its extension.
 * Throws `data`, naming file and line, for anything that is not whole, UTF-8 and rows of objects, and for no rows at all.
 */
export async function* readRows(path: string): AsyncIterable<Row> {
	const reader = readers[extname(path).toLowerCase()];
	if (reader === undefined) {
		throw new TemperError("data", {
			where: path,
			expected: `a file named ${Object.keys(readers).join(", ")}`,
			found: extname(path) === "" ? "no extension" : extname(path),
		});
	}
	let rows = 0;
	for await (const row of reader(path)) {
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
