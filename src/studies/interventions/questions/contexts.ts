import { TemperError } from "../../../core/error.ts";
import { readChoices } from "../../../eval/task/choices.ts";
import type { ChoiceSpec } from "../../../eval/task/task.ts";
import { isNumber, numberText } from "../../../formats/json/exact-number.ts";
import type { Row } from "../../../formats/rows/row.ts";
import type { InterveneRecipe } from "../../../recipes/parse/parse-intervene.ts";
import { hasColumn } from "../../../text/columns/row-columns.ts";
import { promptText, splitRow } from "../../../text/split-row.ts";

export type ContextSource = NonNullable<InterveneRecipe["context"]>;

/** The usual column of the knowledge that a question needs. */
const usualColumn = "context";

/** States the right answer if the rows have no column for it. */
export const usualTemplate = "Note: {question} {answer}";

/** Where the contexts of rows come from: as the study says, or the column `context` if all rows have it, or the template. */
export function contextSource(
	written: InterveneRecipe["context"],
	rows: readonly Row[],
): ContextSource {
	if (written !== null) return written;
	return rows.every((row) => hasColumn(row, usualColumn))
		? { column: usualColumn }
		: { template: usualTemplate };
}

/** What stands before the question of a contextualised row; null if the row lacks a column for it. */
export function contextOf(
	row: Row,
	source: ContextSource,
	spec: ChoiceSpec,
): string | null {
	if ("column" in source) return textIn(row, source.column);
	const { texts, gold } = readChoices(row, spec);
	const filled = source.template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
		const own = name === "answer" ? texts[gold] : null;
		if (own) return own;
		if (name === "question") return promptText(splitRow(row).asked);
		return textIn(row, name) ?? "";
	});
	const lacks = placeholders(source.template).some(
		(name) =>
			!["answer", "question"].includes(name) && textIn(row, name) === null,
	);
	return lacks ? null : filled;
}

function textIn(row: Row, column: string): string | null {
	const value = row.value[column];
	if (isNumber(value)) return numberText(value);
	return typeof value === "string" && value.trim() !== "" ? value : null;
}

function placeholders(template: string): string[] {
	return [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
}

/** Throws `recipe` if no row at all has a context: a column is misspelt. */
export function requireContexts(
	rows: readonly Row[],
	source: ContextSource,
	spec: ChoiceSpec,
	where: string,
): void {
	if (rows.some((row) => contextOf(row, source, spec) !== null)) return;
	const [first] = rows;
	throw new TemperError("recipe", {
		where: `${where}: context`,
		expected: "columns that the questions have",
		found:
			"column" in source
				? `the column ${source.column}`
				: JSON.stringify(source.template),
		hint: `The first question has the columns ${Object.keys(first?.value ?? {}).join(", ")}.`,
	});
}
