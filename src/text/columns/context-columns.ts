import { kindOf } from "../../formats/json/parse-json.ts";
import type { Row } from "../../formats/rows/row.ts";
import type { TrainingMessage } from "../message.ts";
import { jsonColumn } from "./json-column.ts";
import {
	columnOf,
	hasColumn,
	messagesOf,
	refuseRow,
	said,
	textOf,
} from "./row-columns.ts";

/** Columns that hold what precedes a conversation, whatever columns hold the conversation itself. */
export const contextColumns = ["system", "system_prompt", "history"] as const;

/**
 * A row's conversation with what its columns `system` (or `system_prompt`) and `history` put before it. A history is a list
 * of pairs of question and answer, or of messages. Throws `data` if the columns contradict the conversation or each other.
 */
export function withContext(
	row: Row,
	messages: readonly TrainingMessage[],
): TrainingMessage[] {
	const system = systemOf(row);
	const history = historyOf(row);
	const [first, ...rest] = messages;
	if (first?.message.role !== "system")
		return [
			...(system === null ? [] : [said("system", system.text)]),
			...history,
			...messages,
		];
	if (system !== null && !agrees(system.text, first.message.content ?? ""))
		refuseRow(
			columnOf(row, system.column),
			"the text of the conversation's own system message",
			`another one: ${JSON.stringify(system.text.slice(0, 60))}`,
			"Keep one of the two: the column or the message.",
		);
	return [first, ...history, ...rest];
}

/** Refuses a row of plain texts, which no template joins, that has a system message or a history. Throws `data`. */
export function refuseContext(row: Row): void {
	const column =
		systemOf(row)?.column ?? (isFilled(row, "history") ? "history" : null);
	if (column === null) return;
	refuseRow(
		columnOf(row, column),
		`no column ${column} together with a prompt that is plain text, which is continued without a chat template`,
		"one",
		'Make the row a conversation: give the prompt as messages ([{ "role": "user", "content": ... }]), or name its column question.',
	);
}

interface SystemColumn {
	readonly column: string;
	readonly text: string;
}

function systemOf(row: Row): SystemColumn | null {
	const given = ["system", "system_prompt"]
		.filter((column) => isFilled(row, column))
		.map((column) => ({ column, text: textOf(row, column) }));
	const [one = null, other] = given;
	if (one !== null && other !== undefined && !agrees(one.text, other.text))
		refuseRow(
			columnOf(row, other.column),
			`the text of the column ${one.column}`,
			"another one",
			"Keep one of the two columns.",
		);
	return one;
}

function isFilled(row: Row, column: string): boolean {
	const value = row.value[column];
	if (typeof value === "string") return value.trim() !== "";
	if (Array.isArray(value)) return value.length > 0;
	return hasColumn(row, column);
}

function agrees(one: string, other: string): boolean {
	return one.trim() === other.trim();
}

function historyOf(row: Row): TrainingMessage[] {
	if (!isFilled(row, "history")) return [];
	const history = historyList(row);
	if (!history.some(Array.isArray))
		return messagesOf({ ...row, value: { history } }, "history", "user");
	return history.flatMap((pair, i) => {
		const texts: unknown[] = Array.isArray(pair) ? pair : [];
		const [asked, answered] = texts;
		if (
			texts.length === 2 &&
			typeof asked === "string" &&
			typeof answered === "string"
		)
			return [said("user", asked), said("assistant", answered)];
		return refuseRow(
			`${columnOf(row, "history")}[${i}]`,
			"a pair of texts: a question and its answer",
			Array.isArray(pair) ? `${texts.length} values` : kindOf(pair),
		);
	});
}

function historyList(row: Row): unknown[] {
	const history = jsonColumn(row, "history");
	if (Array.isArray(history)) return history;
	return refuseRow(
		columnOf(row, "history"),
		"a list of pairs of question and answer, or one as JSON",
		typeof history === "string" ? "other text" : kindOf(history),
	);
}
