import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { writeError } from "../../core/file-error.ts";
import type { Task } from "../../eval/task/task.ts";
import { stringifyExact } from "../../formats/json/stringify-exact.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { Row } from "../../formats/rows/row.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import { promptText, splitRow } from "../../text/split-row.ts";

/** Rows in two parts that share no question. */
export interface Parts {
	readonly chosen: readonly Row[];
	readonly others: readonly Row[];
	/** How many there are to part. */
	readonly questions: number;
}

/**
 * Parts the rows of a file by the hash of what they ask, so that the same question falls on the same side whatever stands
 * around it, and all wordings of a question (rows of one `group`) on one side. `count` says of how many questions how many
 * are chosen.
 */
export async function partRows(
	{ rows: path, group, limit }: Pick<Task, "rows" | "group" | "limit">,
	count: (questions: number) => number,
): Promise<Parts> {
	const questions = new Map<string, Row[]>();
	let rows = 0;
	for await (const row of readRows(path)) {
		const key = keyOf(row, group);
		questions.set(key, [...(questions.get(key) ?? []), row]);
		if (++rows === limit) break;
	}
	const keys = [...questions.keys()].toSorted((a, b) => (a < b ? -1 : 1));
	const chosen = new Set(keys.slice(0, count(keys.length)));
	const part = (isChosen: boolean) =>
		[...questions]
			.filter(([key]) => chosen.has(key) === isChosen)
			.flatMap(([, own]) => own)
			.toSorted((a, b) => a.line - b.line);
	return { chosen: part(true), others: part(false), questions: keys.length };
}

/** Hashes order the questions as if at random, the same way every time. */
function keyOf(row: Row, group: string | null): string {
	const own = group === null ? undefined : row.value[group];
	const asked = own ?? promptText(splitRow(row).asked);
	const text = asked === "" ? stringifyExact(row.value) : String(asked);
	return createHash("sha256").update(text).digest("hex");
}

/** Writes rows of a file to one of their own in a folder, named for both; returns its path. Throws `disk`. */
export async function writePart(
	source: string,
	name: string,
	rows: readonly Row[],
	folder: string,
): Promise<string> {
	try {
		await mkdir(folder, { recursive: true });
	} catch (error) {
		throw writeError(error, folder);
	}
	const stem = basename(source, extname(source));
	const path = join(folder, `${stem}-${name}.jsonl`);
	const lines = rows.map(({ value }) => `${stringifyExact(value)}\n`);
	await writeFileAtomic(path, lines.join(""));
	return path;
}
