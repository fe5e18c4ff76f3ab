import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { parseTask } from "../task/read-task.ts";
import type { Task } from "../task/task.ts";

/** A folder that goes with the test. */
export function testFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "temper-eval-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** A task over these rows, in a folder that goes with the test. */
export function taskOver(
	rows: readonly Readonly<Record<string, unknown>>[],
	written: Readonly<Record<string, unknown>>,
	folder = testFolder(),
): Task {
	const name = `rows-${rows.length}.jsonl`;
	const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
	writeFileSync(join(folder, name), lines.join(""));
	return parseTask(
		{ name: "a task", version: 1, rows: name, ...written },
		{ folder },
	);
}
