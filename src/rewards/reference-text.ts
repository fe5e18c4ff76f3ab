import { TemperError } from "../core/error.ts";
import { isNumber, numberText } from "../formats/exact-number.ts";
import { kindOf } from "../formats/parse-json.ts";
import { splitThoughts, usualMarks } from "../text/thoughts.ts";
import type { AnswerToJudge } from "./reward.ts";

/**
 * What an answer is compared with: a column of its row, or, where `column` is null, the demonstration's answer, either
 * without its thoughts. Throws `data`, its place inside the row.
 */
export function referenceText(
	answer: AnswerToJudge,
	column: string | null,
): string {
	const whole = writtenReference(answer, column);
	if (answer.thinking === null) return whole;
	const marks = answer.thinking?.marks ?? usualMarks;
	const { final } = splitThoughts(whole, { marks, opened: false });
	if (final !== null) return final;
	throw new TemperError("data", {
		where: column === null ? "answer" : `column ${column}`,
		expected: "an answer to compare with, behind its thoughts",
		found: "a thought that is never closed",
	});
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
