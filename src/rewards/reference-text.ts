import { TemperError } from "../core/error.ts";
import { isNumber, numberText } from "../formats/json/exact-number.ts";
import { kindOf } from "../formats/json/parse-json.ts";
import { splitThoughts, usualMarks } from "../text/turns/thoughts.ts";
import { blankText, isVisible } from "../text/turns/visible.ts";
import type { AnswerToJudge } from "./reward.ts";

/**
 * What an answer is compared with: a column of its row, or the demonstration's answer if `column` is null, either without its
 * thoughts. Throws `data`, its place inside the row, if there is none or it has no visible character: every answer contains an
 * empty text.
 */
export function referenceText(
	answer: AnswerToJudge,
	column: string | null,
): string {
	const text = rawReference(answer, column);
	if (isVisible(text)) return text;
	throw new TemperError("data", {
		where: placeIn(column),
		expected: "a text to compare with",
		found: blankText(text),
		hint: "CSV cannot hold a missing value: it reads as an empty text. Give the row an answer, or leave it out.",
	});
}

/** As `referenceText`, whether it has a visible character or not. */
export function rawReference(
	answer: AnswerToJudge,
	column: string | null,
): string {
	const whole = writtenReference(answer, column);
	if (answer.thinking === null) return whole;
	const marks = answer.thinking?.marks ?? usualMarks;
	const { final } = splitThoughts(whole, { marks, opened: false });
	if (final !== null) return final;
	throw new TemperError("data", {
		where: placeIn(column),
		expected: "a reference answer after its thoughts",
		found: "a thought that is never closed",
	});
}

function placeIn(column: string | null): string {
	return column === null ? "answer" : `column ${column}`;
}

function writtenReference(
	{ answer, row }: AnswerToJudge,
	column: string | null,
): string {
	if (column === null) {
		if (answer !== null) return answer;
		throw new TemperError("data", {
			where: "answer",
			expected: "a demonstration's answer to compare with",
			found: "none",
			hint: "Name a column of the row: column: solution.",
		});
	}
	const value = Object.hasOwn(row, column) ? row[column] : undefined;
	if (typeof value === "string") return value;
	if (isNumber(value)) return numberText(value);
	if (typeof value === "boolean") return String(value);
	throw new TemperError("data", {
		where: `column ${column}`,
		expected: "a text or a number to compare with",
		found: kindOf(value),
	});
}
