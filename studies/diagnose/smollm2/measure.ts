import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { ItemResult, TaskResult } from "../../../src/eval/eval-result.ts";
import { evaluate } from "../../../src/eval/evaluate.ts";
import { subjectOf } from "../../../src/eval/model/subject.ts";
import { readTask } from "../../../src/eval/task/read-task.ts";
import type { Task } from "../../../src/eval/task/task.ts";
import type { QuestionRow } from "./questions.ts";
import { type MeasuredItem, tablesOf } from "./table.ts";

/**
 * Letters against likelihood on the questions of examples/smollm2-probe, as Markdown tables. Every task is measured in
 * parts, each of which is kept: a measurement that was stopped continues, and `--tables` prints what there is.
 */
const examples = fileURLToPath(
	new URL("../../../examples/smollm2-probe", import.meta.url),
);
const { values: flags } = parseArgs({
	options: {
		model: { type: "string", default: "SmolLM2-135M-Instruct" },
		out: {
			type: "string",
			default: join(homedir(), ".cache/temper/studies/smollm2-probe"),
		},
		/** What is measured: some of the tasks, if not all. */
		tasks: { type: "string", default: "" },
		/** Prints tables of the parts that are there, and measures nothing. */
		tables: { type: "boolean", default: false },
	},
});

/** The longest prompts first, so that the reader that is opened for them serves the others too. */
const names = [
	"letters-5-shot",
	"likelihood-5-shot",
	"letters-0-shot",
	"likelihood-0-shot",
] as const;
type Name = (typeof names)[number];

const wanted = names.filter(
	(name) => flags.tasks === "" || flags.tasks.split(",").includes(name),
);

/** Parts of every task; each takes every fifth question, so that each of them samples all topics. */
const parts = 5;

mkdirSync(flags.out, { recursive: true });
const lines = readFileSync(join(examples, "questions.jsonl"), "utf8")
	.trimEnd()
	.split("\n");

function linesOf(part: number): string[] {
	return lines.filter((_, i) => i % parts === part);
}

function resultPath(name: string, part: number): string {
	return join(flags.out, `${name}-${part}.json`);
}

/** A task over the questions of a part. */
function partOf(name: Name, part: number): Task {
	const rows = join(flags.out, `questions-${part}.jsonl`);
	writeFileSync(rows, `${linesOf(part).join("\n")}\n`);
	return { ...readTask(join(examples, `${name}.task.yaml`)), rows };
}

async function measure(part: number): Promise<void> {
	const missing = wanted.filter((name) => !existsSync(resultPath(name, part)));
	if (missing.length === 0) return;
	const subject = await subjectOf({ model: flags.model });
	const tasks = missing.map((name) => partOf(name, part));
	const device = { device: "cpu", threads: 1 } as const;
	for await (const event of evaluate(subject, tasks, { device })) {
		if (event.kind !== "result") continue;
		const { name } = event.task;
		writeFileSync(resultPath(name, part), JSON.stringify(event.result));
		process.stderr.write(`${name}: part ${part + 1} of ${parts}\n`);
	}
}

function itemsOf(name: Name): MeasuredItem[] {
	return Array.from({ length: parts }, (_, i) => i).flatMap((part) => {
		const path = resultPath(name, part);
		if (!existsSync(path)) return [];
		const rows = linesOf(part).map((line) => JSON.parse(line) as QuestionRow);
		const { items } = JSON.parse(readFileSync(path, "utf8")) as TaskResult;
		return items.map((item) => ({
			...item,
			question: `${part}/${item.question}`,
			row: rows[lineOf(item) - 1] as QuestionRow,
		}));
	});
}

function lineOf({ question }: ItemResult): number {
	return Number(question.split(":").at(-1));
}

if (!flags.tables) for (let part = 0; part < parts; part++) await measure(part);
process.stdout.write(
	tablesOf({
		zero: {
			letters: itemsOf("letters-0-shot"),
			likelihood: itemsOf("likelihood-0-shot"),
		},
		five: {
			letters: itemsOf("letters-5-shot"),
			likelihood: itemsOf("likelihood-5-shot"),
		},
	}),
);
