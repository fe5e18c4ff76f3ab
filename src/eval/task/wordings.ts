import { basename } from "node:path";
import { TemperError } from "../../core/error.ts";
import { isNumber, numberText } from "../../formats/json/exact-number.ts";
import { kindOf } from "../../formats/json/parse-json.ts";
import type { Row } from "../../formats/rows/row.ts";
import { columnOf } from "../../text/columns/row-columns.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import { promptText, splitRow } from "../../text/split-row.ts";
import { type Question, reworded } from "./question.ts";
import type { ScorerSpec, Task } from "./task.ts";

/**
 * The question of a row in all its wordings, as the row has it: without options below it and without examples. Throws
 * `data` naming file, line and field.
 */
export function wordingsOf(
	row: Row,
	task: Pick<Task, "scorer" | "paraphrases" | "group">,
): Question[] {
	const { asked, shown } = splitRow(row);
	const wording = `${basename(row.file)}:${row.line}`;
	const first: Question = {
		...{ wording, asked, shown, row },
		question: groupOf(row, task.group) ?? wording,
		prompt: promptText(asked),
		expected: expectedOf(row, shown, task.scorer),
		...{ choices: null, unconditional: null, examples: [] },
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
	return [first, ...others];
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
