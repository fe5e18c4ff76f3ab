import type { BudgetResult } from "../../studies/budget/budget-result.ts";

/** The file of all trials, in the folder of a budget study. */
export const cellsFile = "cells.csv";

const columns = [
	"demonstrations",
	"pairs",
	"cost",
	"role",
	"control",
	"seed",
	"score",
	"moved",
	"seconds",
	"run",
	"reason",
] as const;

type Value = string | number | null;

/**
 * A field as RFC 4180 quotes it. A text that a spreadsheet would compute, because it begins as a formula does, gets an
 * apostrophe before it.
 */
function field(value: Value): string {
	if (value === null) return "";
	if (typeof value === "number") return String(value);
	const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** All cells as CSV: a line for each trial, with the names of the columns first. What is null in the result is empty. */
export function cellsCsv({ cells }: BudgetResult): string {
	const lines = cells.flatMap((cell) =>
		cell.trials.map((trial) => {
			const row = { ...cell, ...trial };
			return columns.map((column) => field(row[column])).join(",");
		}),
	);
	return [columns.join(","), ...lines].map((line) => `${line}\r\n`).join("");
}
