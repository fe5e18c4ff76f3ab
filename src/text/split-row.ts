import { isNumber, numberText } from "../formats/json/exact-number.ts";
import type { Row } from "../formats/rows/row.ts";
import { refuseContext, withContext } from "./columns/context-columns.ts";
import { askedIn, messagesOf, textOf } from "./columns/row-columns.ts";
import { type RowFormat, rowFormatOf } from "./columns/row-format.ts";
import { withMessages } from "./columns/spoken-columns.ts";
import { isPlainCompletion } from "./demonstration.ts";
import type { Message, TrainingMessage } from "./message.ts";
import { promptOfPair } from "./pair.ts";

/** A plain text to be continued, or a conversation for the assistant to answer; null if the row asks nothing. */
export type Asked = string | readonly Message[] | null;

/** A row as a question and the answer that it shows. */
export interface SplitRow {
	readonly asked: Asked;
	/** The text of the answer; null if the row shows none. */
	readonly shown: string | null;
}

/**
 * What a row asks and what it shows as the answer. The format of the row decides, as it does in training: a plain text that
 * training joins with its completion is a plain text here, and everything else is a conversation. Throws `data` for a row
 * of no known format.
 */
export function splitRow(given: Row): SplitRow {
	const row = withMessages(given);
	const { asked, shown } = splitters[rowFormatOf(row)](row);
	if (typeof asked === "string") refuseContext(row);
	if (asked === null || typeof asked === "string") return { asked, shown };
	return { asked: plainMessages(withContext(row, asked)), shown };
}

interface Split {
	readonly asked: string | null | readonly TrainingMessage[];
	readonly shown: string | null;
}

const splitters: Readonly<Record<RowFormat, (row: Row) => Split>> = {
	preference(row) {
		const { answer, output } = row.value;
		return { asked: promptOfPair(row), shown: shownIn(answer ?? output) };
	},
	labelled: splitCompletion,
	messages: (row) => splitTurns(messagesOf(row, "messages", "user")),
	conversations: (row) => splitTurns(messagesOf(row, "conversations", "user")),
	"prompt-completion": splitCompletion,
	"question-answer": (row) => ({
		asked: askedIn(row, "question"),
		shown: shownIn(row.value.answer),
	}),
	"instruction-output": (row) => ({
		asked: askedIn(row, "instruction"),
		shown: shownIn(row.value.output),
	}),
	text: (row) => ({ asked: null, shown: shownIn(row.value.text) }),
	prompt(row) {
		const { prompt, question, answer, output } = row.value;
		const shown = shownIn(answer ?? output);
		if (typeof prompt === "string") return { asked: prompt, shown };
		if ((prompt ?? null) !== null)
			return { asked: messagesOf(row, "prompt", "user"), shown };
		const column = (question ?? null) === null ? "instruction" : "question";
		return { asked: askedIn(row, column), shown };
	},
};

function splitCompletion(row: Row): Split {
	if (isPlainCompletion(row))
		return {
			asked: textOf(row, "prompt"),
			shown: shownIn(row.value.completion),
		};
	return splitTurns([
		...messagesOf(row, "prompt", "user"),
		...messagesOf(row, "completion", "assistant"),
	]);
}

/** The last word of the assistant is the answer, and everything before it the question. */
function splitTurns(turns: readonly TrainingMessage[]): Split {
	const last = turns.at(-1)?.message;
	return last?.role === "assistant"
		? { asked: turns.slice(0, -1), shown: last.content }
		: { asked: turns, shown: null };
}

function plainMessages(turns: readonly TrainingMessage[]): Message[] {
	return turns.map(({ message }) => message);
}

function shownIn(value: unknown): string | null {
	if (isNumber(value)) return numberText(value);
	return typeof value === "string" ? value : null;
}

/** For people: the last message of the user, or the plain text. */
export function promptText(asked: Asked): string {
	if (asked === null) return "";
	if (typeof asked === "string") return asked;
	const last = asked.findLast(({ role }) => role === "user");
	return last?.content ?? "";
}
