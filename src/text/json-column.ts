import { isObject, parseRowJson } from "../formats/parse-json.ts";
import type { Row } from "../formats/rows/row.ts";
import { placeOf } from "./row-format.ts";

/**
 * What a column holds, or what its JSON text holds: CSV has nothing but text, and Parquet files often keep nested values as
 * text. Blank text is null. Throws `data`, with the place inside the text, for other text than JSON.
 */
export function jsonColumn(row: Row, column: string): unknown {
	const value = row.value[column] ?? null;
	if (typeof value !== "string") return value;
	if (value.trim() === "") return null;
	const file = `${placeOf(row)}, JSON text of ${column},`;
	return parseRowJson(value, { file, code: "data", line: 1 });
}

/** The object that a JSON text holds; null for a text that holds none. */
export function objectInText(text: string): Record<string, unknown> | null {
	try {
		const value = parseRowJson(text, { file: "text", code: "data" });
		return isObject(value) ? value : null;
	} catch {
		return null;
	}
}
