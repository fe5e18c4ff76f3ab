import { TemperError } from "../../core/error.ts";
import { isObject } from "../../formats/json/parse-json.ts";
import type { Row } from "../../formats/rows/row.ts";
import { jsonColumn, jsonInText } from "./json-column.ts";
import { placeOf } from "./row-format.ts";

/** Columns that hold a plain text or a list of messages. */
const spoken = ["prompt", "completion", "chosen", "rejected"] as const;

/** How the JSON text of a list of messages begins: what begins so and is no JSON is a fault. */
const jsonMessages = /^\s*\[\s*\{\s*"(?:role|content|from|value)"\s*:/;
/** How other JSON text begins that may be a message or a list of them. */
const jsonObjects = /^\s*(?:\[\s*)?\{\s*"/;
/** What a message or a list of them has as Python prints it: all of these. */
const pythonMessages = [
	/^\s*(?:\[\s*)?\{\s*'[\w-]+'\s*:/,
	/'(?:role|from)'\s*:\s*'(?:system|developer|user|assistant|tool|function|human|gpt)'/,
	/'(?:content|value|tool_calls)'\s*:/,
	/\}\s*\]?\s*$/,
];
/** Roles by which an object is a message, and no other object that somebody answered with. */
const chatRoles = new Set([
	...["system", "developer", "user", "assistant", "tool", "function"],
	...["human", "gpt", "chatgpt", "observation"],
]);

/**
 * A row with its columns of messages decoded if they are JSON text, as CSV and some Parquet files have them: a message
 * or a list of them is no plain text. Throws `data` for messages as Python prints them, and for invalid JSON.
 */
export function withMessages(row: Row): Row {
	const decoded = spoken.flatMap((column) => {
		const text = row.value[column];
		if (typeof text !== "string") return [];
		if (pythonMessages.every((sign) => sign.test(text)))
			return refusePython(row, column);
		const list = messagesIn(row, column, text);
		return list === null ? [] : [[column, list] as const];
	});
	if (decoded.length === 0) return row;
	return { ...row, value: { ...row.value, ...Object.fromEntries(decoded) } };
}

/** The messages that a text holds as JSON; null if it is a text of another kind. */
function messagesIn(row: Row, column: string, text: string): unknown[] | null {
	if (jsonMessages.test(text)) {
		const list = jsonColumn(row, column);
		return Array.isArray(list) && list.every(isMessage) ? list : null;
	}
	const value = jsonObjects.test(text) ? jsonInText(text) : null;
	const list: unknown[] = Array.isArray(value) ? value : [value];
	const are = list.every((one) => isMessage(one) && chatRoles.has(roleOf(one)));
	return are && list.length > 0 ? list : null;
}

function isMessage(one: unknown): one is Record<string, unknown> {
	if (!isObject(one)) return false;
	const { role, from, content, value, tool_calls, function_call } = one;
	return typeof role === "string"
		? [content, tool_calls, function_call].some((said) => said !== undefined)
		: typeof from === "string" && value !== undefined;
}

function roleOf({ role, from }: Record<string, unknown>): string {
	return String(role ?? from);
}

function refusePython(row: Row, column: string): never {
	throw new TemperError("data", {
		where: `${placeOf(row)}, ${column}`,
		expected: "a text, a list of messages, or the JSON text of one",
		found: "messages as Python prints them, in single quotes",
		hint: "Write the column with json.dumps, or the rows as JSON lines.",
	});
}
