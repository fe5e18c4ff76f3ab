import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { trainingRow } from "../rows/arm-rows.ts";
import { predicted } from "../testing/fake-predictions.ts";
import { contextOf, contextSource, requireContexts } from "./contexts.ts";
import { questionsTask, readAsked } from "./study-questions.ts";
import { askedIn, readUsable } from "./usable.ts";

type Columns = Readonly<Record<string, unknown>>;

const folder = mkdtempSync(join(tmpdir(), "temper-questions-"));
let files = 0;
function fileOf(rows: readonly Columns[]): string {
	const path = join(folder, `${files++}.jsonl`);
	writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
	return path;
}

const row = (question: string, more: Columns = {}): Columns => ({
	...{ question, options: ["cat", "dog"], gold: "dog" },
	...more,
});
const study = (rows: readonly Columns[], by = "likelihood") =>
	questionsTask({ ask: { by }, questions: fileOf(rows), where: "study" });

test("rows that cannot be used are counted by reason", async () => {
	const task = study([
		row("Barks?"),
		row(" barks? "),
		row("Asked in a task?"),
		row("One option?", { options: ["dog"] }),
		row("Twice?", { options: ["dog", "dog"] }),
		row("Without?", { gold: null }),
		row("Another?", { gold: "cow" }),
		row("", {}),
		{ nothing: 1 },
	]);
	const asked = await askedIn([study([row("Asked in a task?")])]);
	const { rows, excluded, all } = await readUsable(
		...([task.rows, task.scorer, asked] as const),
	);
	expect(rows.map(({ line }) => line)).toEqual([1]);
	expect(all).toBe(9);
	expect(excluded).toEqual({
		...{ "asked-twice": 1, "in-a-task": 1, "no-options": 1 },
		...{ "duplicate-options": 1, "no-answer": 1 },
		...{ "answer-not-an-option": 1, "no-question": 2 },
	});
});

test("a file without a usable row is refused with the counts", async () => {
	const { rows, scorer } = study([row("a", { gold: "cow" })]);
	await expect(readUsable(rows, scorer, new Set())).rejects.toThrow(
		/found 1 rows, none usable: 1 answer-not-an-option/,
	);
});

test("a context is a column, a filled template, or missing", async () => {
	const task = study([
		row("Barks?", { fact: "Dogs bark.", context: "c" }),
		row("Purrs?", { gold: "cat" }),
	]);
	const { rows } = await readUsable(task.rows, task.scorer, new Set());
	const [first, second] = rows;
	const text = (source: Parameters<typeof contextOf>[1]) =>
		[first!, second!].map((one) => contextOf(one, source, task.scorer));
	expect(text({ column: "fact" })).toEqual(["Dogs bark.", null]);
	expect(text({ template: "{fact} So: {answer}" })).toEqual([
		"Dogs bark. So: dog",
		null,
	]);
	expect(text(contextSource(null, rows))).toEqual([
		"Note: Barks? dog",
		"Note: Purrs? cat",
	]);
	expect(contextSource(null, [first!])).toEqual({ column: "context" });
	expect(() =>
		requireContexts(rows, { column: "facts" }, task.scorer, "study"),
	).toThrow(/context: expected columns that the questions have/);
});

test("a scorer key that the choice lacks is refused", () => {
	const ask = (keys: Columns) => () =>
		questionsTask({ ask: keys, questions: "q.jsonl", where: "study" });
	expect(ask({ by: "letters" })).toThrow(/study: ask/);
	expect(ask({ kind: "exact" })).toThrow(/study: ask/);
});

test("training rows ask as the tasks do, with the right answer, the base's own or a context", async () => {
	const task = study([row("Barks?")], "letter");
	const parts = {
		questions: await readAsked(task),
		predictions: new Map([
			[1, { ...predicted(1, false, 0.9), gold: 1, chosen: 0 }],
		]),
		explanations: new Map([[1, "It says so."]]),
		contexts: new Map([[1, "Dogs bark."]]),
	};
	const turns = (kind: "gold" | "own" | "context") => {
		const { messages } = trainingRow({ line: 1, kind }, parts).value;
		return (messages as { content: string }[]).map(({ content }) => content);
	};
	const asked = "Barks?\nA. cat\nB. dog\nAnswer:";
	expect(turns("gold")).toEqual([asked, "B"]);
	expect(turns("own")).toEqual([asked, "A\nIt says so."]);
	expect(turns("context")).toEqual([`Dogs bark.\n${asked}`, "B"]);
});
