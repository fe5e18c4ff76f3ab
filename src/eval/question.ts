import type { Row } from "../formats/rows/row.ts";
import type { Message } from "../text/message.ts";
import { askedOf, messagesOf } from "../text/row-columns.ts";
import { rowFormatOf } from "../text/row-format.ts";

/** Answers of which one is right. */
export interface Choices {
	readonly texts: readonly string[];
	/** Place of the right one. */
	readonly gold: number;
}

/** One wording of a question. */
export interface Question {
	/** `file:line`, and `#2` for the second wording. */
	readonly id: string;
	/** Equal for all wordings of one question. */
	readonly question: string;
	/** A plain text to be continued, or a conversation to be answered; null where the row is a text that asks nothing. */
	readonly asked: string | readonly Message[] | null;
	/** What was asked, for people: the last message of the user, or the plain text. */
	readonly prompt: string;
	/** What the row shows as its answer. */
	readonly shown: string | null;
	/** The answer that scores best, as far as the row tells. */
	readonly expected: string | null;
	readonly choices: Choices | null;
	readonly row: Row;
	/** Whether it asks in the words of the row. */
	readonly original: boolean;
}

type Split = Pick<Question, "asked" | "shown">;

/** What a row asks, and what it shows as the answer to it. Throws `data` for a row of no known format. */
export function splitRow(row: Row): Split {
	const format = rowFormatOf(row);
	const { prompt, completion, text } = row.value;
	if (format === "text") return { asked: null, shown: textIn(text) };
	if (typeof prompt === "string" && !Array.isArray(completion))
		return { asked: prompt, shown: textIn(completion) };
	const asked = (askedOf(row) ?? []).map(({ message }) => message);
	if (format === "messages" || format === "conversations") {
		const last = asked.at(-1);
		return last?.role === "assistant"
			? { asked: asked.slice(0, -1), shown: last.content }
			: { asked, shown: null };
	}
	if (Array.isArray(completion)) {
		const said = messagesOf(row, "completion", "assistant");
		return { asked, shown: said.at(-1)?.message.content ?? null };
	}
	const { answer, output } = row.value;
	return { asked, shown: textIn(completion ?? answer ?? output) };
}

function textIn(value: unknown): string | null {
	if (typeof value === "number") return String(value);
	return typeof value === "string" ? value : null;
}

/** For people: the last message of the user, or the plain text. */
export function promptText(asked: Question["asked"]): string {
	if (asked === null) return "";
	if (typeof asked === "string") return asked;
	const last = asked.findLast(({ role }) => role === "user");
	return last?.content ?? "";
}

function saidIn({ content, tool_calls }: Message): string {
	const calls = tool_calls === undefined ? [] : [JSON.stringify(tool_calls)];
	return [...(content === null ? [] : [content]), ...calls].join("\n");
}

/** All that is asked, for a reader who sees nothing else: with roles, unless it is one message of the user. */
export function conversationText(asked: Question["asked"]): string {
	if (asked === null || typeof asked === "string") return asked ?? "";
	const [first, ...rest] = asked;
	if (first?.role === "user" && rest.length === 0) return saidIn(first);
	return asked
		.map((message) => `[${message.role}]\n${saidIn(message)}`)
		.join("\n\n");
}

/** The same with another text in the place of the last message of the user, or of the whole plain text. */
export function reworded(
	asked: string | readonly Message[],
	text: string,
): string | readonly Message[] {
	if (typeof asked === "string") return text;
	const last = asked.findLastIndex(({ role }) => role === "user");
	return asked.map((message, i) =>
		i === last ? { ...message, content: text } : message,
	);
}

/** A row that asks and shows no answer. */
export function askingRow({ asked, row }: Question): Row {
	const { tools } = row.value;
	const value =
		typeof asked === "string"
			? { prompt: asked }
			: { messages: asked, ...(tools === undefined ? {} : { tools }) };
	return { ...row, value };
}

/** A row that shows this answer. */
export function answeredRow(question: Question, answer: string): Row {
	const { asked } = question;
	const asking = askingRow(question);
	if (typeof asked === "string")
		return { ...asking, value: { prompt: asked, completion: answer } };
	const said = { role: "assistant", content: answer };
	const messages = [...(asked ?? []), said];
	return { ...asking, value: { ...asking.value, messages } };
}
