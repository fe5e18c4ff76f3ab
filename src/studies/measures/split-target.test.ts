import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseTask } from "../../eval/task/read-task.ts";
import { splitTarget } from "./split-target.ts";

function task(rows: readonly object[], more: object = {}) {
	const folder = mkdtempSync(join(tmpdir(), "temper-split-"));
	const path = join(folder, "rows.jsonl");
	writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
	const written = { name: "t", version: "1", rows: path, scorer: "exact" };
	return { folder, task: parseTask({ ...written, ...more }) };
}

const questions = (path: string) =>
	readFileSync(path, "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line) as { prompt: string; group?: string });

const rows = Array.from({ length: 40 }, (_, i) => ({
	prompt: `What is ${i % 20}?`,
	completion: "x",
	group: `g${i % 7}`,
}));

test("the same question is on one side, none is lost, and the same rows part the same way", async () => {
	const one = task(rows);
	const { tuning, test } = await splitTarget(one.task, 0.3, one.folder);
	const [a, b] = [questions(tuning.rows), questions(test.rows)];
	expect([a.length, b.length]).toEqual([12, 28]);
	const asked = new Set(a.map(({ prompt }) => prompt));
	expect(b.some(({ prompt }) => asked.has(prompt))).toBe(false);
	const other = task(rows.toReversed());
	const again = await splitTarget(other.task, 0.3, other.folder);
	expect(
		new Set(questions(again.tuning.rows).map((row) => row.prompt)),
	).toEqual(asked);
});

test("wordings of one group stay together", async () => {
	const { task: grouped, folder } = task(rows, { group: "group" });
	const { tuning, test } = await splitTarget(grouped, 0.3, folder);
	const groups = (path: string) =>
		new Set(questions(path).map(({ group }) => group));
	expect(groups(tuning.rows).size).toBe(3);
	const others = groups(test.rows);
	expect([...groups(tuning.rows)].filter((one) => others.has(one))).toEqual([]);
});

test("a target that cannot be parted is refused", async () => {
	const { task: single, folder } = task(rows.slice(0, 1));
	await expect(splitTarget(single, 0.3, folder)).rejects.toThrow(
		/expected enough questions for both tuning \(tuningShare 0\.3\) and the results, found 1 in all/,
	);
});
