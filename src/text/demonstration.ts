import { orderedCopy } from "../formats/json/key-order.ts";
import { isObject, kindOf } from "../formats/json/parse-json.ts";
import type { Row } from "../formats/rows/row.ts";
import { refuseContext, withContext } from "./columns/context-columns.ts";
import { jsonColumn, objectInText } from "./columns/json-column.ts";
import {
	askedIn,
	columnOf,
	hasColumn,
	messagesOf,
	refuseRow,
	said,
	textOf,
	unlearnt,
} from "./columns/row-columns.ts";
import { placeOf, type RowFormat } from "./columns/row-format.ts";
import { shareGptMessages } from "./columns/sharegpt.ts";
import { encodeConversation } from "./conversation.ts";
import type { EncodedRow } from "./encoded-row.ts";
import { modernTools } from "./function-call.ts";
import { parseMessages, type TrainingMessage } from "./message.ts";
import { encodeCompletion, encodePlainText } from "./plain-text.ts";
import type { ChatTemplate } from "./template/template.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";

export interface EncodingParts {
	readonly tokenizer: Tokenizer;
	/** Null if the model has none: then rows that are conversations are refused. */
	readonly template: ChatTemplate | null;
}

/** Formats whose rows show one answer. */
export type ShownFormat = Exclude<RowFormat, "preference" | "prompt">;

/** Encodes a row that shows one answer, whatever is thought of it. Throws `data` naming file, line and field. */
export function encodeDemonstration(
	row: Row,
	format: ShownFormat,
	parts: EncodingParts,
): EncodedRow {
	return encoders[format](row, parts);
}

type Encode = (row: Row, parts: EncodingParts) => EncodedRow;

const encoders: Readonly<Record<ShownFormat, Encode>> = {
	messages: (row, parts) =>
		encodeInContext(
			row,
			parseMessages(jsonColumn(row, "messages"), columnOf(row, "messages")),
			parts,
		),
	conversations: (row, parts) => {
		const where = columnOf(row, "conversations");
		const messages = shareGptMessages(jsonColumn(row, "conversations"), where);
		return encodeInContext(row, parseMessages(messages, where), parts);
	},
	"prompt-completion": completion,
	labelled: completion,
	"question-answer": (row, parts) =>
		encodeInContext(
			row,
			[...askedIn(row, "question"), said("assistant", textOf(row, "answer"))],
			parts,
		),
	"instruction-output": (row, parts) =>
		encodeInContext(
			row,
			[
				...askedIn(row, "instruction"),
				said("assistant", textOf(row, "output")),
			],
			parts,
		),
	text: (row, parts) =>
		encodePlainText(parts.tokenizer, textOf(row, "text"), placeOf(row)),
};

/** Whether a row with a prompt and a completion holds plain texts, which are joined without a template. */
export function isPlainCompletion({ value }: Row): boolean {
	return !Array.isArray(value.prompt) && !Array.isArray(value.completion);
}

function completion(row: Row, parts: EncodingParts): EncodedRow {
	if (isPlainCompletion(row)) {
		refuseContext(row);
		return encodeCompletion(parts.tokenizer, {
			prompt: textOf(row, "prompt"),
			completion: textOf(row, "completion"),
			where: placeOf(row),
		});
	}
	const asked = withContext(row, messagesOf(row, "prompt", "user"));
	const answered = messagesOf(row, "completion", "assistant");
	return encodeMessages(row, [...unlearnt(asked), ...answered], parts);
}

/** Encodes a conversation with what the row's context columns put before it. */
function encodeInContext(
	row: Row,
	messages: readonly TrainingMessage[],
	parts: EncodingParts,
): EncodedRow {
	return encodeMessages(row, withContext(row, messages), parts);
}

/** Encodes a whole conversation of a row, with the row's tools. Throws `data`. */
export function encodeMessages(
	row: Row,
	messages: readonly TrainingMessage[],
	{ tokenizer, template }: EncodingParts,
): EncodedRow {
	const where = placeOf(row);
	const required = requireTemplate(template, where);
	if (!messages.some(({ message }) => message.role === "assistant")) {
		return refuseRow(where, "a message of the assistant to learn from", "none");
	}
	const tools = toolsOf(row);
	return encodeConversation(messages, {
		...{ tokenizer, template: required },
		...{ tools, where },
	});
}

/** Throws `data` if the model has none. */
export function requireTemplate(
	template: ChatTemplate | null,
	where: string,
): ChatTemplate {
	return (
		template ??
		refuseRow(
			where,
			"a model with a chat template, since the row is a conversation",
			"a model without one",
			"Give a template file (data.template, or --template without a run), or rows with the prompt and what follows as plain texts.",
		)
	);
}

/**
 * The column `tools`, or OpenAI's older `functions`, as a list of tools; null if there are none. The list, each of its tools and
 * the parameters of each may be given as their JSON text. Throws `data`.
 */
export function toolsOf(row: Row): readonly unknown[] | null {
	const column = hasColumn(row, "tools") ? "tools" : "functions";
	const tools = jsonColumn(row, column);
	if (tools === null) return null;
	if (!Array.isArray(tools)) {
		return refuseRow(columnOf(row, column), "a list", kindOf(tools));
	}
	if (tools.length === 0) return null;
	const decoded = tools.map(toolOf);
	return column === "functions" ? modernTools(decoded) : decoded;
}

function toolOf(given: unknown): unknown {
	const tool =
		typeof given === "string" ? (objectInText(given) ?? given) : given;
	if (!isObject(tool)) return tool;
	if (isObject(tool.function))
		return orderedCopy(tool, { function: toolOf(tool.function) });
	const { parameters } = tool;
	const decoded = typeof parameters === "string" && objectInText(parameters);
	return decoded ? orderedCopy(tool, { parameters: decoded }) : tool;
}
