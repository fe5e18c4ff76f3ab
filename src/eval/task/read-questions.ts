import { basename } from "node:path";
import { TemperError } from "../../core/error.ts";
import { isNumber, numberText } from "../../formats/json/exact-number.ts";
import { kindOf } from "../../formats/json/parse-json.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { Row } from "../../formats/rows/row.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { columnOf } from "../../text/columns/row-columns.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import { promptText, splitRow } from "../../text/split-row.ts";
import { askWithChoices, readChoices } from "./choices.ts";
import { type Question, reworded } from "./question.ts";
import type { ScorerSpec, Task } from "./task.ts";

/** All questions of a task, in the order of its rows, each in all its wordings. Throws `data` naming file, line and field. */
export async function readQuestions(task: Task): Promise<Question[]> {
	refuseMisplaced(task.rows, task.rows, "rows");
	const questions: Question[] = [];
	let rows = 0;
	for await (const row of readRows(task.rows)) {
		questions.push(...wordingsOf(row, task));
		if (++rows === task.limit) break;
	}
	return questions;
}

function wordingsOf(row: Row, task: Task): Question[] {
	const { asked, shown } = splitRow(row);
	const wording = `${basename(row.file)}:${row.line}`;
	const first: Question = {
		...{ wording, asked, shown, row },
		question: groupOf(row, task.group) ?? wording,
		prompt: promptText(asked),
		expected: expectedOf(row, shown, task.scorer),
		choices: null,
		original: true,
	};
	const others = paraphrasesOf(row, task.paraphrases).map((text, i) => {
		if (asked === null)
			throw new TemperError("data", {
				where: placeOf(row),
				expected: "a question that other wordings can replace",
				found: "a text without a question",
			});
		const other = reworded(asked, text);
		const prompt = promptText(other);
		return {
			...first,
			wording: `${wording}#${i + 2}`,
			...{ asked: other, prompt, original: false },
		};
	});
	const { scorer } = task;
	if (scorer.kind !== "choice") return [first, ...others];
	const choices = readChoices(row, scorer);
	return [first, ...others].map((one) => askWithChoices(one, choices, scorer));
}

/** The text that a scorer compares with, as far as a row tells. */
function expectedOf(
	{ value }: Row,
	shown: string | null,
	scorer: ScorerSpec,
): string | null {
	if ("text" in scorer && scorer.text !== null) return scorer.text;
	if (!("column" in scorer) || scorer.column === null) return shown;
	const named = value[scorer.column];
	if (isNumber(named)) return numberText(named);
	return typeof named === "string" ? named : null;
}

function groupOf(row: Row, column: string | null): string | null {
	if (column === null) return null;
	const value = row.value[column];
	if (isNumber(value)) return numberText(value);
	if (typeof value === "string") return value;
	throw new TemperError("data", {
		where: columnOf(row, column),
		expected: "the name of the question that the row asks",
		found: kindOf(value),
	});
}

function paraphrasesOf(row: Row, column: string | null): readonly string[] {
	if (column === null) return [];
	const value = row.value[column] ?? [];
	if (!Array.isArray(value) || value.some((one) => typeof one !== "string"))
		throw new TemperError("data", {
			where: columnOf(row, column),
			expected: "a list of texts, other wordings of the question",
			found: kindOf(value),
		});
	return value as string[];
}
