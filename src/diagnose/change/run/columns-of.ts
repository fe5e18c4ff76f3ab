import { TemperError } from "../../../core/error.ts";
import type { Task } from "../../../eval/task/task.ts";
import { wordingsOf } from "../../../eval/task/wordings.ts";
import { isNumber, plainNumber } from "../../../formats/json/exact-number.ts";
import { readRows } from "../../../formats/rows/read-rows.ts";
import type { Row } from "../../../formats/rows/row.ts";
import { countWords, rarityOf, type WordCounts } from "../slices/rarity.ts";
import type { TaskColumns } from "../slices/slices-of.ts";
import type { Cell } from "../slices/value-sets.ts";

/** Words of rows by which questions are rare or frequent. */
export interface WordSource {
	/** The column's name in results. */
	readonly column: string;
	readonly counts: WordCounts;
}

/** Counts the words of rows of several files: of all texts in a row together. */
export async function countRows(
	column: string,
	files: readonly string[],
): Promise<WordSource | null> {
	if (files.length === 0) return null;
	const texts: string[] = [];
	for (const file of files)
		for await (const row of readRows(file)) texts.push(textsIn(row.value));
	return { column, counts: countWords(texts) };
}

function textsIn(value: unknown): string {
	if (typeof value === "string") return value;
	if (value === null || typeof value !== "object" || isNumber(value)) return "";
	return Object.values(value).map(textsIn).join(" ");
}

/**
 * The columns of the rows of tasks by whose values the change is measured: those that are named, and how frequent the rarest
 * content word of each question is in the rows of `sources`. Throws `data` for a column that no row of any task has.
 */
export async function columnsOf(
	tasks: readonly Task[],
	by: readonly string[],
	sources: readonly WordSource[],
): Promise<Map<string, TaskColumns>> {
	const found = new Map<string, TaskColumns>();
	for (const task of tasks) {
		const columns = new Map<string, Map<string, Cell>>();
		const questions = new Map<string, string>();
		let rows = 0;
		for await (const row of readRows(task.rows)) {
			const [first] = wordingsOf(row, task);
			if (first === undefined) continue;
			questions.set(first.wording, first.prompt);
			for (const column of by) {
				const cell = cellOf(row, column);
				if (cell === null) continue;
				const cells = columns.get(column) ?? new Map<string, Cell>();
				columns.set(column, cells.set(first.wording, cell));
			}
			if (++rows === task.limit) break;
		}
		for (const { column, counts } of sources)
			columns.set(column, rarityOf(questions, counts));
		found.set(task.name, columns);
	}
	const seen = new Set([...found.values()].flatMap((one) => [...one.keys()]));
	const missing = by.find((column) => !seen.has(column));
	if (missing === undefined) return found;
	throw new TemperError("data", {
		where: `--by ${missing}`,
		expected: "a column of texts or numbers in the rows of a task",
		found: "no row that has it",
	});
}

function cellOf({ value }: Row, column: string): Cell | null {
	const cell = plainNumber(value[column]);
	if (typeof cell === "string" || typeof cell === "number") return cell;
	return typeof cell === "boolean" ? String(cell) : null;
}
