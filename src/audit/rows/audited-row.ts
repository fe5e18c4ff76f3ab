import type { Row } from "../../formats/rows/row.ts";
import type { RowPart } from "../audit-result.ts";

export type RowKind = "demonstrations" | "pairs" | "verdicts" | "prompts";

/** An answer of a row. */
export interface AuditedAnswer {
	readonly part: Extract<RowPart, "answer" | "chosen" | "rejected">;
	readonly text: string;
	/** Whether it calls tools instead of saying something. */
	readonly calls: boolean;
}

/** What the checks look at: the texts of a row. */
export interface AuditedRow {
	/** `file:line`. */
	readonly place: string;
	readonly kind: RowKind;
	/** Everything before the answers: system message, earlier turns and the question. Empty if there is nothing. */
	readonly context: string;
	/** The last message of the user, or the text to be continued. */
	readonly prompt: string;
	/** One answer, the chosen and the rejected one, or none. */
	readonly answers: readonly AuditedAnswer[];
	/** The verdict on the answer; null unless `kind` is `verdicts`. */
	readonly desirable: boolean | null;
	/** All columns, by name. */
	readonly columns: Readonly<Record<string, unknown>>;
	/** The row as it was read, for a model. */
	readonly source: Row;
}

/** The answer that training imitates or prefers; null if there is none. */
export function wantedAnswer(row: AuditedRow): AuditedAnswer | null {
	if (row.desirable === false) return null;
	return row.answers[0] ?? null;
}

/** All texts of a row with the part that each belongs to. */
export function partsOf({
	context,
	answers,
}: AuditedRow): { readonly part: RowPart; readonly text: string }[] {
	const asked =
		context === "" ? [] : [{ part: "prompt", text: context } as const];
	return [...asked, ...answers];
}

/** The value of a column as the name of a group; null if the row has none. */
export function groupIn(row: AuditedRow, column: string): string | null {
	const value = row.columns[column] ?? null;
	if (value === null) return null;
	const text = typeof value === "string" ? value : JSON.stringify(value);
	return text.trim() === "" ? null : text.trim().slice(0, 80);
}
