import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { TemperError } from "../../core/error.ts";
import { decodeUtf8 } from "../decode-utf8.ts";
import { fileChunks } from "./file-chunks.ts";
import { longestRow, type Row } from "./row.ts";

const longestHeader = 1_000_000;

/** Length of the longest prefix that does not cut a character in two. */
function wholeCharacters(bytes: Uint8Array): number {
	for (let back = 1; back <= Math.min(3, bytes.length); back++) {
		const byte = bytes[bytes.length - back] as number;
		if (byte < 0x80) break;
		if (byte < 0xc0) continue;
		const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
		return needed > back ? bytes.length - back : bytes.length;
	}
	return bytes.length;
}

/** Looking for the first line's end is slow work for the parser, so there must be one in the first chunk. */
function checkFirstLine(file: string, bytes: Uint8Array): void {
	if (bytes.length < longestHeader) return;
	if (bytes.includes(0x0a) || bytes.includes(0x0d)) return;
	throw new TemperError("data", {
		where: `${file} line 1`,
		expected: "a header that names the columns",
		found: "a line of over a million characters",
	});
}

async function* textOf(file: string): AsyncIterable<string> {
	let rest: Uint8Array = new Uint8Array(0);
	let next = 0;
	for await (const { bytes, offset } of fileChunks(file)) {
		if (next === 0) checkFirstLine(file, bytes);
		const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
		const start = offset - rest.length;
		const whole = wholeCharacters(all);
		rest = all.subarray(whole);
		next = start + whole;
		yield decodeUtf8(all.subarray(0, whole), "data", file, start);
	}
	yield decodeUtf8(rest, "data", file, next);
}

function checkHeader(file: string, names: readonly string[]): string[] {
	const seen = new Set<string>();
	for (const [index, name] of names.entries()) {
		if (name !== "" && !seen.has(name)) {
			seen.add(name);
			continue;
		}
		throw new TemperError("data", {
			where: `${file} line 1, column ${index + 1}`,
			expected: "a header that names every column once",
			found: name === "" ? "an empty name" : `"${name}" a second time`,
		});
	}
	return [...names];
}

function csvFault(error: unknown, file: string): unknown {
	if (!(error instanceof CsvError)) return error;
	const line = typeof error.lines === "number" ? ` line ${error.lines}` : "";
	return new TemperError("data", {
		where: `${file}${line}`,
		expected: "comma-separated values as in RFC 4180",
		found: error.message.replace(/\.$/, "").slice(0, 300),
		cause: error,
	});
}

interface CsvRecord {
	readonly record: Record<string, string>;
	readonly info: { readonly lines: number };
}

/** Rows of a CSV or TSV file whose first line names the columns; every value is a string. Throws `data`. */
export async function* readCsv(
	file: string,
	delimiter: "," | "\t",
): AsyncIterable<Row> {
	const parser = parse({
		delimiter,
		columns: (names: string[]) => checkHeader(file, names),
		info: true,
		skip_empty_lines: true,
		max_record_size: longestRow,
	});
	const source = Readable.from(textOf(file));
	source.on("error", (error) => parser.destroy(error));
	try {
		for await (const item of source.pipe(parser)) {
			const { record, info } = item as CsvRecord;
			const breaks = Object.values(record).join("").split("\n").length - 1;
			yield { value: record, file, line: info.lines - breaks };
		}
	} catch (error) {
		throw csvFault(error, file);
	} finally {
		source.destroy();
		parser.destroy();
	}
}
