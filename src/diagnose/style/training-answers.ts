import { TemperError } from "../../core/error.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { Row } from "../../formats/rows/row.ts";
import { messagesOf } from "../../text/columns/row-columns.ts";
import { rowFormatOf } from "../../text/columns/row-format.ts";
import { withMessages } from "../../text/columns/spoken-columns.ts";
import { splitRow } from "../../text/split-row.ts";

/**
 * The answers that files of training rows teach: the last one of a demonstration, the chosen one of a pair. Rows without an
 * answer, or that cannot be read, are left out. Throws `data` for a file that cannot be read.
 */
export async function trainingAnswers(
	files: readonly string[],
): Promise<string[]> {
	const answers: string[] = [];
	for (const file of files)
		for await (const row of readRows(file)) {
			const answer = answerIn(row);
			if (answer !== null && answer.trim() !== "") answers.push(answer);
		}
	return answers;
}

function answerIn(row: Row): string | null {
	try {
		if (rowFormatOf(withMessages(row)) !== "preference")
			return splitRow(row).shown;
		const chosen = messagesOf(row, "chosen", "assistant");
		return chosen.at(-1)?.message.content ?? null;
	} catch (error) {
		if (error instanceof TemperError && error.code === "data") return null;
		throw error;
	}
}
