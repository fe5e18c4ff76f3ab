import { basename } from "node:path";
import { promptKey } from "../data/fingerprint.ts";
import { conversationText } from "../eval/task/question.ts";
import { readRows } from "../formats/rows/read-rows.ts";
import type { Row } from "../formats/rows/row.ts";
import type { ModelText } from "../policy/model-text.ts";
import { placeOf } from "../text/columns/row-format.ts";
import { toolsOf } from "../text/demonstration.ts";
import { encodeAsked } from "../text/prompt.ts";
import { type Asked, promptText, splitRow } from "../text/split-row.ts";
import { thinkingAfter } from "../text/turns/thinking-after.ts";
import type { Thinking } from "../text/turns/thoughts.ts";
import { sha256 } from "./sha256.ts";

/** The prompt of a data row, as a model is asked it. */
export interface PairPrompt {
	/** `rows.jsonl:3` */
	readonly place: string;
	readonly row: Row;
	/** A plain text to be continued, or messages. */
	readonly asked: NonNullable<Asked>;
	readonly tools: readonly unknown[] | null;
	/** The answer that the row shows; null if it shows none. */
	readonly shown: string | null;
	/** For people: the last message of the user, or the plain text. */
	readonly prompt: string;
	/** All that is asked, for a judge who sees nothing else. */
	readonly conversation: string;
	/** The tokens after which the model answers. */
	readonly ids: Int32Array;
	/** How thoughts are found in answers. */
	readonly thinking: Thinking;
}

/** Throws `data` for a row that asks nothing. */
export function pairPrompt(row: Row, text: ModelText): PairPrompt {
	const { asked, shown } = splitRow(row);
	const tools = toolsOf(row);
	const ids = encodeAsked(asked, { where: placeOf(row), tools }, text);
	return {
		...{ row, tools, shown, ids },
		place: `${basename(row.file)}:${row.line}`,
		// `encodeAsked` refuses null.
		asked: asked ?? "",
		prompt: promptText(asked),
		conversation: conversationText(asked),
		thinking: thinkingAfter(ids, text.tokenizer),
	};
}

export interface ReadPrompts {
	readonly prompts: readonly PairPrompt[];
	readonly rows: number;
	/** Rows whose prompt is that of an earlier row, token for token. */
	readonly repeated: number;
	/** Rows whose prompt leaves no room for an answer. */
	readonly tooLong: number;
}

/**
 * The prompts of a file of rows of any format, each once, in the order of their ranks: the hash of a prompt and the seed. So the
 * prompts of a smaller `limit` are the first of a larger one's. `maxLength`: tokens of a prompt and its answer. Throws `data`.
 */
export async function readPrompts(
	path: string,
	text: ModelText,
	{
		seed,
		limit,
		maxLength,
	}: {
		readonly seed: number;
		readonly limit: number | null;
		readonly maxLength: number;
	},
): Promise<ReadPrompts> {
	const ranked = new Map<string, PairPrompt>();
	let [rows, tooLong, repeated] = [0, 0, 0];
	for await (const row of readRows(path)) {
		rows++;
		const prompt = pairPrompt(row, text);
		const { ids } = prompt;
		const key = promptKey({ ids, mask: new Uint8Array(ids.length) });
		if (ids.length >= maxLength) tooLong++;
		else if (ranked.has(key)) repeated++;
		else ranked.set(key, prompt);
	}
	const ranks = [...ranked].map(([key, prompt]) => ({
		prompt,
		rank: sha256(`${seed}/pairs/${key}`),
	}));
	ranks.sort((a, b) => (a.rank < b.rank ? -1 : 1));
	const prompts = ranks.map(({ prompt }) => prompt);
	return { prompts: prompts.slice(0, limit ?? rows), rows, repeated, tooLong };
}
