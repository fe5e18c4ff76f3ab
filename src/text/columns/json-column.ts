import { TemperError } from "../../core/error.ts";
import { isObject, parseRowJson } from "../../formats/json/parse-json.ts";
import type { Row } from "../../formats/rows/row.ts";
import { placeOf } from "./row-format.ts";

/**
 * What a column holds, or what its JSON text holds: CSV has nothing but text, and Parquet files often keep nested values as
 * text. Blank text is null, and text that does not begin as a list or an object stays text. Throws `data`, with the place of
 * the fault inside the text, for JSON that is none.
 */
export function jsonColumn(row: Row, column: string): unknown {
	const value = row.value[column] ?? null;
	if (typeof value !== "string") return value;
	if (value.trim() === "") return null;
	if (!/^\s*[[{]/.test(value)) return value;
	try {
		return parseRowJson(value, { file: "its text,", code: "data", line: 1 });
	} catch (error) {
		if (!(error instanceof TemperError)) throw error;
		throw new TemperError("data", {
			where: `${placeOf(row)}, ${column}`,
			expected: "a list, or the JSON text of one",
			found: `invalid JSON: ${error.message.replace(/\.$/, "")}`,
			hint: "Write the column with json.dumps, or the rows as JSON lines.",
			cause: error,
		});
	}
}

/** The object that a JSON text holds; null for a text that holds none. */
export function objectInText(text: string): Record<string, unknown> | null {
	const value = jsonInText(text);
	return isObject(value) ? value : null;
}

/** What a JSON text holds; null for a text that is no JSON. */
export function jsonInText(text: string): unknown {
	try {
		return parseRowJson(text, { file: "text", code: "data" });
	} catch {
		return null;
	}
}
