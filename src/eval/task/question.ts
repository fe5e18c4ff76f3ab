import { stringifyExact } from "../../formats/json/stringify-exact.ts";
import type { Row } from "../../formats/rows/row.ts";
import { toolsOf } from "../../text/demonstration.ts";
import type { Message } from "../../text/message.ts";
import type { Asked } from "../../text/split-row.ts";

/** Answers, one of which is right. */
export interface Choices {
	readonly texts: readonly string[];
	/** Place of the right one. */
	readonly gold: number;
	/** The place in the row of each of them: another order if the task shuffles them. */
	readonly places: readonly number[];
}

/** One wording of a question. */
export interface Question {
	/** `file:line`, and `#2` for the second wording. */
	readonly wording: string;
	/** Equal for all wordings of one question. */
	readonly question: string;
	readonly asked: Asked;
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

function saidIn({ content, tool_calls }: Message): string {
	const calls = tool_calls === undefined ? [] : [stringifyExact(tool_calls)];
	return [...(content === null ? [] : [content]), ...calls].join("\n");
}

/** All that is asked, for a reader who sees nothing else: with roles, unless it is one message of the user. */
export function conversationText(asked: Asked): string {
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

/** A row that shows this answer. */
export function answeredRow({ asked, row }: Question, answer: string): Row {
	if (typeof asked === "string")
		return { ...row, value: { prompt: asked, completion: answer } };
	const tools = toolsOf(row);
	const messages = [...(asked ?? []), { role: "assistant", content: answer }];
	const value = { messages, ...(tools === null ? {} : { tools }) };
	return { ...row, value };
}
