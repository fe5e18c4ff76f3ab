import type { Row } from "../../formats/rows/row.ts";
import { isPlainCompletion } from "../demonstration.ts";
import { promptOfPair } from "../pair.ts";
import { contextColumns } from "./context-columns.ts";
import { hasColumn } from "./row-columns.ts";
import { type RowFormat, rowFormatOf, rowFormats } from "./row-format.ts";
import { isLabelled, type Wants } from "./wanted.ts";

const conversational = [...contextColumns, "tools", "functions"];
const asking = [
	"prompt",
	"messages",
	"conversations",
	"question",
	"instruction",
] as const;

/**
 * Columns with a value that training on a row does not read. Rewards and scorers may read them all the same. Throws
 * `data` for a row of no known format.
 */
export function unreadColumns(row: Row, wants: Wants): string[] {
	const format = rowFormatOf(row);
	const read = new Set<string>(columnsOf(row, format));
	if (isPlain(row, format))
		for (const name of ["system", "system_prompt"]) read.delete(name);
	else for (const name of conversational) read.add(name);
	if (hasColumn(row, "tools")) read.delete("functions");
	if (read.has("instruction")) read.add("input");
	if (wants === "labels" && isLabelled(row)) read.add("label");
	else if (wants !== "labels") read.delete("label");
	return Object.keys(row.value).filter(
		(name) => hasColumn(row, name) && !read.has(name),
	);
}

function columnsOf(row: Row, format: RowFormat): readonly string[] {
	if (format === "preference") {
		const asked = asking.find((name) => hasColumn(row, name));
		return ["chosen", "rejected", ...(asked === undefined ? [] : [asked])];
	}
	const match = rowFormats.find(
		(one) =>
			one.format === format &&
			one.columns.every((name) => hasColumn(row, name)),
	);
	return match?.columns ?? [];
}

/** Whether a row is a text that no template writes. */
function isPlain(row: Row, format: RowFormat): boolean {
	switch (format) {
		case "text":
			return true;
		case "preference":
			return typeof promptOfPair(row) === "string";
		case "labelled":
		case "prompt-completion":
			return isPlainCompletion(row);
		case "prompt":
			return typeof row.value.prompt === "string";
		case "messages":
		case "conversations":
		case "question-answer":
		case "instruction-output":
			return false;
		default:
			return format satisfies never;
	}
}
