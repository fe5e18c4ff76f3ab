import { TemperError } from "../../core/error.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { Row } from "../../formats/rows/row.ts";
import type { ModelText } from "../../policy/model-text.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { refuseRow } from "../../text/columns/row-columns.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import { toolsOf } from "../../text/demonstration.ts";
import { type AroundAsked, encodeAsked } from "../../text/prompt.ts";
import { type Asked, splitRow } from "../../text/split-row.ts";

/** One question, of the command line or of a row. */
export interface Prompt extends AroundAsked {
	readonly asked: NonNullable<Asked>;
	/** What output calls it: the text if a single text of the row was asked, otherwise the messages. */
	readonly shown: NonNullable<Asked>;
	/** Rows are asked as they are trained on. A prompt of the command line is plain text if the model has no template. */
	readonly source: "row" | "option";
}

/**
 * What is asked on the command line, then what the rows of a file ask. With `raw`, everything is plain text to be continued:
 * also rows of a single text, which ask nothing. Throws `data` naming file and line, and `recipe` if there is no prompt.
 */
export async function readPrompts(
	path: string | undefined,
	given: readonly string[],
	raw: boolean,
): Promise<Prompt[]> {
	const prompts = given.map((content, i): Prompt => {
		const asked = raw ? content : [{ role: "user", content }];
		const where = `--prompt ${i + 1}`;
		return { asked, shown: content, source: "option", where, tools: null };
	});
	if (path !== undefined) {
		refuseMisplaced(path, path, "rows");
		for await (const row of readRows(path)) prompts.push(rowPrompt(row, raw));
	}
	if (prompts.length > 0) return prompts;
	throw new TemperError("recipe", {
		where: "npx temper-lm generate",
		expected: "a file of prompts, or --prompt",
		found: "neither",
	});
}

function rowPrompt(row: Row, raw: boolean): Prompt {
	const { asked, shown } = splitRow(row);
	const around = { where: placeOf(row), tools: toolsOf(row) };
	if (raw) {
		const text = rawText(asked ?? shown, around.where);
		return { asked: text, shown: text, source: "row", ...around };
	}
	if (asked !== null)
		return { asked, shown: asWritten(asked, row), source: "row", ...around };
	return refuseRow(
		around.where,
		"a question to be answered",
		"a text that asks none",
		"--raw continues texts.",
	);
}

/** A single message of the user that a column holds word for word, as its text; other questions as they are. */
function asWritten(asked: NonNullable<Asked>, row: Row): NonNullable<Asked> {
	const [first, ...rest] = asked;
	if (typeof first !== "object" || rest.length > 0) return asked;
	const { content } = first;
	const isColumn = Object.values(row.value).includes(content);
	return isColumn && content !== null ? content : asked;
}

function rawText(asked: Asked, where: string): string {
	if (typeof asked === "string") return asked;
	const [first, ...rest] = asked ?? [];
	if (first?.role === "user" && rest.length === 0) return first.content ?? "";
	return refuseRow(
		where,
		"a plain text, or one message of the user, with --raw",
		`a conversation of ${asked?.length ?? 0} messages`,
	);
}

/** The tokens after which the model answers. Throws `data`. */
export function encodeGiven(
	{ asked, source, where, tools }: Prompt,
	text: ModelText,
): Int32Array {
	const around = { where, tools };
	if (typeof asked === "string" || text.template !== null)
		return encodeAsked(asked, around, text);
	if (source === "option")
		return encodeAsked(rawText(asked, where), around, text);
	return refuseRow(
		where,
		"a model with a chat template, since the row is a conversation",
		"a model without one",
		"--raw continues plain text.",
	);
}

/** Says how many rows are continued as plain texts although the model has a chat template; null if none is. */
export function plainNote(
	prompts: readonly Prompt[],
	{ template }: ModelText,
	raw: boolean,
): string | null {
	if (raw || template === null) return null;
	const plain = prompts.filter(({ asked }) => typeof asked === "string").length;
	return plain === 0
		? null
		: `note: ${plain} of ${prompts.length} prompts are plain texts in the column prompt: they are continued without the chat template, as they are in training. Name the column question to ask them in a chat.`;
}
