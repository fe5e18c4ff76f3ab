import { TemperError } from "../core/error.ts";
import { isObject } from "../formats/parse-json.ts";
import type { Row } from "../formats/rows/row.ts";
import { jsonColumn } from "./json-column.ts";
import { placeOf } from "./row-format.ts";

/** Columns that hold a plain text or a list of messages. */
const spoken = ["prompt", "completion", "chosen", "rejected"] as const;

/** How the JSON text of a list of messages begins, and how the text of Python's own list does. */
const jsonMessages = /^\s*\[\s*\{\s*"(?:role|content|from|value)"\s*:/;
const pythonMessages = /^\s*\[\s*\{\s*'(?:role|content|from|value)'\s*:/;

/**
 * A row with its columns of messages as lists where they are the JSON text of one, as CSV and some Parquet files have them: a
 * list of messages is no plain text. Throws `data` for a list as Python prints it, and for JSON with a fault.
 */
export function withMessages(row: Row): Row {
	const decoded = spoken.flatMap((column) => {
		const text = row.value[column];
		if (typeof text !== "string") return [];
		if (pythonMessages.test(text)) return refusePython(row, column);
		if (!jsonMessages.test(text)) return [];
		const list = jsonColumn(row, column);
		return isMessages(list) ? [[column, list] as const] : [];
	});
	if (decoded.length === 0) return row;
	return { ...row, value: { ...row.value, ...Object.fromEntries(decoded) } };
}

function isMessages(list: unknown): boolean {
	return (
		Array.isArray(list) &&
		list.every(
			(one) =>
				isObject(one) &&
				(typeof one.role === "string" || typeof one.from === "string"),
		)
	);
}

function refusePython(row: Row, column: string): never {
	throw new TemperError("data", {
		where: `${placeOf(row)}, ${column}`,
		expected: "a text, a list of messages, or the JSON text of one",
		found: "a list as Python prints it, in single quotes",
		hint: "Write the column by json.dumps, or the rows as JSON lines.",
	});
}
