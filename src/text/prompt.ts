import type { Row } from "../formats/rows/row.ts";
import { messagesOf, refuseRow } from "./columns/row-columns.ts";
import { placeOf, rowFormatOf } from "./columns/row-format.ts";
import {
	type EncodingParts,
	requireTemplate,
	toolsOf,
} from "./demonstration.ts";
import type { EncodedRow } from "./encoded-row.ts";
import { encodePlainPrompt } from "./plain-text.ts";
import { renderPrompt } from "./render-prompt.ts";
import { type Asked, splitRow } from "./split-row.ts";

/** Whether a row asks and shows no answer: a question alone, or a conversation whose last word is not the assistant's. */
export function isPrompt(row: Row): boolean {
	const format = rowFormatOf(row);
	if (format !== "messages" && format !== "conversations")
		return format === "prompt";
	return messagesOf(row, format, "user").at(-1)?.message.role !== "assistant";
}

/** What a row asks, encoded; nothing of it is supervised. Throws `data` naming file, line and field. */
export function encodePrompt(row: Row, parts: EncodingParts): EncodedRow {
	const around = { where: placeOf(row), tools: toolsOf(row) };
	const ids = encodeAsked(splitRow(row).asked, around, parts);
	return { ids, mask: new Uint8Array(ids.length) };
}

export interface AroundAsked {
	/** The row, for errors. */
	readonly where: string;
	/** The tools that the row offers; null if it offers none. */
	readonly tools: readonly unknown[] | null;
}

/**
 * The tokens after which the model answers; they are the same in training, generation and evaluation. A plain text is encoded as it is, to be
 * continued; a conversation is rendered by the model's template, so that the assistant speaks next. Throws `data` if
 * nothing is asked, or if the template leaves out a part of the question.
 */
export function encodeAsked(
	asked: Asked,
	{ where, tools }: AroundAsked,
	{ tokenizer, template }: EncodingParts,
): Int32Array {
	if (asked === null)
		return refuseRow(
			where,
			"a question to be answered",
			"a text that asks none",
		);
	const ids =
		typeof asked === "string"
			? encodePlainPrompt(tokenizer, asked, where)
			: tokenizer.encode(
					renderPrompt(asked, {
						template: requireTemplate(template, where),
						...{ tools, where },
					}),
					{ addSpecial: false, where },
				);
	return ids.length > 0 ? ids : refuseRow(where, "a question", "an empty text");
}
