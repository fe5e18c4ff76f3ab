import { TemperError } from "../../core/error.ts";
import { isObject, kindOf } from "../../formats/json/parse-json.ts";
import type { Row } from "../../formats/rows/row.ts";
import { parseMessages, type TrainingMessage } from "../message.ts";
import { jsonColumn } from "./json-column.ts";
import { placeOf } from "./row-format.ts";
import { shareGptMessages } from "./sharegpt.ts";

/** Whether a row has a value in a column; one that holds null counts as absent. */
export function hasColumn(row: Row, column: string): boolean {
	return (row.value[column] ?? null) !== null;
}

/** A column's place as `file:line, column`. */
export function columnOf(row: Row, column: string): string {
	return `${placeOf(row)}, ${column}`;
}

/** Throws `data` if the column holds no text. */
export function textOf(row: Row, column: string): string {
	const value = row.value[column];
	if (typeof value === "string") return value;
	return refuseRow(columnOf(row, column), "a text", kindOf(value));
}

/** Columns whose text can only be JSON: the others may hold what somebody said. */
const nested: readonly string[] = ["messages", "conversations"];

/**
 * A column that holds messages, as roles and contents or as ShareGPT has them, or one of them alone, or a text that the
 * role said. Throws `data`.
 */
export function messagesOf(
	row: Row,
	column: string,
	role: string,
): TrainingMessage[] {
	const value = nested.includes(column)
		? jsonColumn(row, column)
		: row.value[column];
	if (typeof value === "string") return [said(role, value)];
	const where = columnOf(row, column);
	if (!Array.isArray(value) && !isObject(value))
		return refuseRow(where, "a text or a list of messages", kindOf(value));
	const list = Array.isArray(value) ? value : [value];
	return parseMessages(shareGptMessages(list, where), where);
}

/** What the columns `question`, or `instruction` with `input`, ask. Throws `data`. */
export function askedIn(
	row: Row,
	column: "question" | "instruction",
): TrainingMessage[] {
	const filled = (name: string) => (row.value[name] ?? "") !== "";
	const asked = textOf(row, column);
	const whole =
		column === "instruction" && filled("input")
			? `${asked}\n\n${textOf(row, "input")}`
			: asked;
	return [said("user", whole)];
}

/** What a row asks, in whatever column: the first that is there counts. Null if there is none. Throws `data`. */
export function askedOf(row: Row): TrainingMessage[] | null {
	for (const column of ["prompt", "messages", "conversations"])
		if (hasColumn(row, column)) return messagesOf(row, column, "user");
	for (const column of ["question", "instruction"] as const)
		if (hasColumn(row, column)) return askedIn(row, column);
	return null;
}

/** The messages with none of their turns to be learned from. */
export function unlearnt(
	messages: readonly TrainingMessage[],
): TrainingMessage[] {
	return messages.map(({ message }) => ({ message, train: false }));
}

export function said(role: string, content: string): TrainingMessage {
	return { message: { role, content }, train: true };
}

/** Throws `data`. */
export function refuseRow(
	where: string,
	expected: string,
	found: string,
	hint?: string,
): never {
	throw new TemperError("data", {
		where,
		expected,
		found,
		...(hint !== undefined && { hint }),
	});
}
