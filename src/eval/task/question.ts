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

/** The options of a choice after a prompt that says nothing of the question. */
export interface Unconditional {
	readonly asked: NonNullable<Asked>;
	/** In the order of the choices. */
	readonly texts: readonly string[];
}

/** One wording of a question, with its options in one order. */
export interface Question {
	/** `file:line`, followed by `#2` for the second wording and `~2` for the second order of the options. */
	readonly wording: string;
	/** Equal for all wordings of one question. */
	readonly question: string;
	/** All that the subject is given, examples included. */
	readonly asked: Asked;
	/** The rows that are put before the question as examples, `file:line`. */
	readonly examples: readonly string[];
	/** What was asked, for people: the last message of the user, or the plain text. */
	readonly prompt: string;
	/** What the row shows as its answer. */
	readonly shown: string | null;
	/** The answer that scores best, as far as the row tells. */
	readonly expected: string | null;
	readonly choices: Choices | null;
	/** Null unless the task measures options without the question. */
	readonly unconditional: Unconditional | null;
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

/** A conversation in two parts: the system messages that it begins with, and the rest. */
export function splitSystem(asked: readonly Message[]): {
	readonly system: readonly Message[];
	readonly rest: readonly Message[];
} {
	const isSystem = ({ role }: Message) =>
		role === "system" || role === "developer";
	const first = asked.findIndex((message) => !isSystem(message));
	const end = first === -1 ? asked.length : first;
	return { system: asked.slice(0, end), rest: asked.slice(end) };
}

/** A row that shows this answer. The answers of examples are not supervised in it. */
export function answeredRow(
	{ asked, examples, row }: Question,
	answer: string,
): Row {
	if (typeof asked === "string")
		return { ...row, value: { prompt: asked, completion: answer } };
	const tools = toolsOf(row);
	const before =
		examples.length === 0
			? (asked ?? [])
			: (asked ?? []).map((message) => ({ ...message, train: false }));
	const messages = [...before, { role: "assistant", content: answer }];
	const value = { messages, ...(tools === null ? {} : { tools }) };
	return { ...row, value };
}
