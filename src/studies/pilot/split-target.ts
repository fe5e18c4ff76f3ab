import { createHash } from "node:crypto";
import { basename, extname, join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { promptText, splitRow } from "../../eval/question.ts";
import type { Task } from "../../eval/task.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { Row } from "../../formats/rows/row.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";

export interface SplitTarget {
	/** The questions on which learning rates are chosen. */
	readonly tuning: Task;
	/** The others, which count. */
	readonly test: Task;
}

/**
 * Parts a task's rows in two files of a folder: by the hash of what they ask, so that the same question falls on the same
 * side whatever stands around it, and all wordings of a question on one side. Throws `data` where a side would be empty.
 */
export async function splitTarget(
	task: Task,
	share: number,
	folder: string,
): Promise<SplitTarget> {
	const groups = new Map<string, Row[]>();
	let rows = 0;
	for await (const row of readRows(task.rows)) {
		const key = keyOf(row, task.group);
		groups.set(key, [...(groups.get(key) ?? []), row]);
		if (++rows === task.limit) break;
	}
	const keys = [...groups.keys()].toSorted((a, b) => (a < b ? -1 : 1));
	const count = Math.ceil(share * keys.length);
	if (count === keys.length)
		throw new TemperError("data", {
			where: task.rows,
			expected: `questions on which learning rates are chosen (tuningShare ${share}), and others that count`,
			found: `${keys.length} in all`,
			hint: "Add rows, or lower tuningShare.",
		});
	const chosen = new Set(keys.slice(0, count));
	const part = async (name: string, has: (key: string) => boolean) => {
		const picked = [...groups].filter(([key]) => has(key));
		return writePart(
			task,
			name,
			picked.flatMap(([, own]) => own),
			folder,
		);
	};
	return {
		tuning: await part("tuning", (key) => chosen.has(key)),
		test: await part("test", (key) => !chosen.has(key)),
	};
}

/** Hashes order the questions as if at random, the same way every time. */
function keyOf(row: Row, group: string | null): string {
	const own = group === null ? undefined : row.value[group];
	const asked = own ?? promptText(splitRow(row).asked);
	const text = asked === "" ? JSON.stringify(row.value) : String(asked);
	return createHash("sha256").update(text).digest("hex");
}

async function writePart(
	task: Task,
	name: string,
	rows: readonly Row[],
	folder: string,
): Promise<Task> {
	const stem = basename(task.rows, extname(task.rows));
	const path = join(folder, `${stem}-${name}.jsonl`);
	const inOrder = rows.toSorted((a, b) => a.line - b.line);
	const lines = inOrder.map(({ value }) => `${JSON.stringify(value)}\n`);
	await writeFileAtomic(path, lines.join(""));
	return { ...task, rows: path, limit: null };
}
