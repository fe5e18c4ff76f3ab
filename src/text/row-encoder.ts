import { TemperError } from "../core/error.ts";
import { kindOf } from "../formats/parse-json.ts";
import type { Row } from "../formats/rows/row.ts";
import { encodeConversation } from "./conversation.ts";
import type { EncodedRow } from "./encoded-row.ts";
import { parseMessages, type TrainingMessage } from "./message.ts";
import { encodeCompletion, encodePlainText } from "./plain-text.ts";
import { placeOf, type RowFormat, rowFormatOf } from "./row-format.ts";
import { shareGptMessages } from "./sharegpt.ts";
import type { ChatTemplate } from "./template.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Encodes one row. Throws `data` naming file, line and field. */
export type RowEncoder = (row: Row) => EncodedRow;

export interface RowEncoderParts {
	readonly tokenizer: Tokenizer;
	/** Null where the model has none: then rows that are conversations are refused. */
	readonly template: ChatTemplate | null;
}

/** An encoder for rows of every format that demonstrates what to say. */
export function rowEncoder(parts: RowEncoderParts): RowEncoder {
	return (row) => encoders[rowFormatOf(row)](row, parts);
}

type Encode = (row: Row, parts: RowEncoderParts) => EncodedRow;

const encoders: Readonly<Record<RowFormat, Encode>> = {
	preference: (row) =>
		refuse(
			placeOf(row),
			"rows that show one answer",
			"a preference pair (chosen and rejected)",
			"The objectives sft, minor-sft and dft learn from demonstrations: keep the chosen answer as messages or as prompt and completion.",
		),
	labelled: (row) =>
		refuse(
			placeOf(row),
			"rows that show one answer",
			"a labelled answer (prompt, completion and label)",
			"The objectives sft, minor-sft and dft learn from demonstrations: keep the rows with a good label and drop the column.",
		),
	messages: (row, parts) =>
		converse(
			row,
			parts,
			parseMessages(row.value.messages, field(row, "messages")),
		),
	conversations: (row, parts) => {
		const where = field(row, "conversations");
		const messages = shareGptMessages(row.value.conversations, where);
		return converse(row, parts, parseMessages(messages, where));
	},
	"prompt-completion": (row, parts) => {
		const { prompt, completion } = row.value;
		if (!Array.isArray(prompt) && !Array.isArray(completion)) {
			return encodeCompletion(parts.tokenizer, {
				prompt: textOf(row, "prompt"),
				completion: textOf(row, "completion"),
				where: placeOf(row),
			});
		}
		const asked = asMessages(row, "prompt", "user");
		const answered = asMessages(row, "completion", "assistant");
		return converse(row, parts, [
			...asked.map(({ message }) => ({ message, train: false })),
			...answered,
		]);
	},
	"question-answer": (row, parts) =>
		converse(row, parts, [
			said("user", textOf(row, "question")),
			said("assistant", textOf(row, "answer")),
		]),
	"instruction-output": (row, parts) => {
		const { input, system } = row.value;
		const instruction = textOf(row, "instruction");
		const asked =
			(input ?? "") === ""
				? instruction
				: `${instruction}\n\n${textOf(row, "input")}`;
		return converse(row, parts, [
			...((system ?? "") === "" ? [] : [said("system", textOf(row, "system"))]),
			said("user", asked),
			said("assistant", textOf(row, "output")),
		]);
	},
	text: (row, parts) =>
		encodePlainText(parts.tokenizer, textOf(row, "text"), placeOf(row)),
};

function converse(
	row: Row,
	{ tokenizer, template }: RowEncoderParts,
	messages: readonly TrainingMessage[],
): EncodedRow {
	const where = placeOf(row);
	if (template === null) {
		return refuse(
			where,
			"a model with a chat template, since the row is a conversation",
			"a model without one",
			"Give a template file, or rows with prompt and completion as plain texts.",
		);
	}
	if (!messages.some(({ message }) => message.role === "assistant")) {
		return refuse(where, "a message of the assistant to learn from", "none");
	}
	const tools = toolsOf(row);
	return encodeConversation(messages, { tokenizer, template, tools, where });
}

/** Tools as a list, or as its JSON text: Parquet files often hold the latter. */
function toolsOf(row: Row): readonly unknown[] | null {
	let tools: unknown = row.value.tools ?? null;
	if (typeof tools === "string") {
		try {
			tools = JSON.parse(tools);
		} catch {
			return refuse(
				field(row, "tools"),
				"a list, or one as JSON",
				"other text",
			);
		}
	}
	if (tools === null) return null;
	if (!Array.isArray(tools)) {
		return refuse(field(row, "tools"), "a list", kindOf(tools));
	}
	return tools.length === 0 ? null : tools;
}

function asMessages(row: Row, column: string, role: string): TrainingMessage[] {
	const value = row.value[column];
	return typeof value === "string"
		? [said(role, value)]
		: parseMessages(value, field(row, column));
}

function said(role: string, content: string): TrainingMessage {
	return { message: { role, content }, train: true };
}

function textOf(row: Row, column: string): string {
	const value = row.value[column];
	if (typeof value === "string") return value;
	return refuse(field(row, column), "a text", kindOf(value));
}

function field(row: Row, column: string): string {
	return `${placeOf(row)}, ${column}`;
}

function refuse(
	where: string,
	expected: string,
	found: string,
	hint?: string,
): never {
	throw new TemperError("data", {
		where,
		expected,
		found,
		...(hint !== undefined && { hint }),
	});
}
