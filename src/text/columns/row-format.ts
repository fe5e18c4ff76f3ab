import { TemperError } from "../../core/error.ts";
import type { Row } from "../../formats/rows/row.ts";

export type RowFormat =
	| "preference"
	| "labelled"
	| "messages"
	| "conversations"
	| "prompt-completion"
	| "question-answer"
	| "instruction-output"
	| "text"
	| "prompt";

interface FormatRow {
	readonly format: RowFormat;
	/** A row has the format when it has all of these columns; it may have other columns too. */
	readonly columns: readonly string[];
}

/** The first match counts: what asks for more columns stands before what asks for fewer. */
export const rowFormats: readonly FormatRow[] = [
	{ format: "preference", columns: ["chosen", "rejected"] },
	{ format: "labelled", columns: ["prompt", "completion", "label"] },
	{ format: "messages", columns: ["messages"] },
	{ format: "conversations", columns: ["conversations"] },
	{ format: "prompt-completion", columns: ["prompt", "completion"] },
	{ format: "question-answer", columns: ["question", "answer"] },
	{ format: "instruction-output", columns: ["instruction", "output"] },
	{ format: "text", columns: ["text"] },
	{ format: "prompt", columns: ["prompt"] },
	{ format: "prompt", columns: ["question"] },
	{ format: "prompt", columns: ["instruction"] },
];

/** What most rows are meant to be: a prompt alone serves few, and who asked for it is told so. */
const answering = rowFormats.filter(({ format }) => format !== "prompt");

/** The format of a row by its columns; a column that holds null counts as absent. Throws `data` if none fits. */
export function rowFormatOf(row: Row): RowFormat {
	const columns = Object.keys(row.value).filter(
		(name) => row.value[name] !== null && row.value[name] !== undefined,
	);
	const match = rowFormats.find((known) =>
		known.columns.every((name) => columns.includes(name)),
	);
	if (match !== undefined) return match.format;
	throw new TemperError("data", {
		where: placeOf(row),
		expected: `one of the columns ${answering.map((known) => known.columns.join(" + ")).join(", ")}`,
		found:
			columns.length === 0
				? "no columns"
				: `${columns.slice(0, 20).join(", ")}${columns.length > 20 ? ", ..." : ""}`,
	});
}

/** A row's place as `file:line`. */
export function placeOf(row: Row): string {
	return `${row.file}:${row.line}`;
}
