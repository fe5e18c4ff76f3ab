import type { Row } from "../formats/rows/row.ts";
import {
	type EncodingParts,
	requireTemplate,
	toolsOf,
} from "./demonstration.ts";
import type { EncodedRow } from "./encoded-row.ts";
import { encodePlainPrompt } from "./plain-text.ts";
import { askedOf, messagesOf, refuseRow, textOf } from "./row-columns.ts";
import { placeOf, rowFormatOf } from "./row-format.ts";

/** Whether a row asks and shows no answer: a question alone, or a conversation whose last word is not the assistant's. */
export function isPrompt(row: Row): boolean {
	const format = rowFormatOf(row);
	if (format !== "messages" && format !== "conversations")
		return format === "prompt";
	return messagesOf(row, format, "user").at(-1)?.message.role !== "assistant";
}

/**
 * Encodes what a row asks, so that the assistant speaks next; nothing of it is supervised. A text in the column `prompt` stands
 * as it is, without a template, as it does where its answer stands beside it. Throws `data` naming file, line and field.
 */
export function encodePrompt(row: Row, parts: EncodingParts): EncodedRow {
	const ids =
		typeof row.value.prompt === "string"
			? encodePlainPrompt(parts.tokenizer, textOf(row, "prompt"), placeOf(row))
			: encodeAsked(row, parts);
	if (ids.length === 0) refuseRow(placeOf(row), "a question", "an empty text");
	return { ids, mask: new Uint8Array(ids.length) };
}

function encodeAsked(
	row: Row,
	{ tokenizer, template }: EncodingParts,
): Int32Array {
	const where = placeOf(row);
	const messages = (askedOf(row) ?? []).map(({ message }) => message);
	const text = requireTemplate(template, where).render(messages, {
		addGenerationPrompt: true,
		...{ tools: toolsOf(row), where },
	});
	return tokenizer.encode(text, { addSpecial: false, where });
}
