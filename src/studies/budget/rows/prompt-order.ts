import { createHash } from "node:crypto";
import { stringifyExact } from "../../../formats/json/stringify-exact.ts";
import { readRows } from "../../../formats/rows/read-rows.ts";
import type { Row } from "../../../formats/rows/row.ts";
import { requireWanted, type Wants } from "../../../text/columns/wanted.ts";
import { type Asked, splitRow } from "../../../text/split-row.ts";

/** The rows of a file that ask one thing. */
export interface PromptRows {
	/** SHA-256 of what they ask. */
	readonly key: string;
	/** In the order of the file. */
	readonly rows: readonly Row[];
}

/**
 * Reads a file and groups its rows by what they ask, in the order of the hashes: as if at random, the same way every time, and in
 * every file. Throws `data` for a row that the stage cannot learn from.
 */
export async function readPrompts(
	path: string,
	wants: Wants,
): Promise<PromptRows[]> {
	const prompts = new Map<string, Row[]>();
	for await (const row of readRows(path)) {
		requireWanted(row, wants);
		const key = keyOf(row);
		prompts.set(key, [...(prompts.get(key) ?? []), row]);
	}
	return [...prompts]
		.map(([key, rows]) => ({ key, rows }))
		.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function keyOf(row: Row): string {
	const { asked } = splitRow(row);
	const text = asked === null ? stringifyExact(row.value) : textOf(asked);
	return createHash("sha256").update(text).digest("hex");
}

/** A single question is the same prompt in whatever format its row is. */
function textOf(asked: Exclude<Asked, null>): string {
	if (typeof asked === "string") return asked;
	const [first, ...others] = asked;
	return first?.role === "user" && others.length === 0
		? (first.content ?? "")
		: JSON.stringify(asked.map(({ role, content }) => [role, content]));
}
