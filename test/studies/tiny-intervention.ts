import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import type { JournalEntry } from "../../src/studies/journal.ts";

/** An intervention study of a few steps with the toy model, in a folder of its own. */
export interface TinyIntervention {
	readonly folder: string;
	readonly file: string;
	readonly out: string;
}

const days = [
	...["Monday", "Tuesday", "Wednesday", "Thursday"],
	...["Friday", "Saturday", "Sunday"],
];
const answers = days.map(
	(_, i) => `${days[(i + 1) % 7]} comes after ${days[i]}.`,
);

/** A question whose answer the toy model knows; `taught` names another option as the right one. */
function afterDay(question: string, day: number, taught: number) {
	const options = [0, 2, 4].map((k) => answers[(day + k) % 7] as string);
	return { question: `${question} ${days[day]}?`, options, gold: taught };
}

const lines = (rows: readonly object[]) =>
	rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Some questions have a right answer that the model gives, the others one that it does not give. */
export function writeTinyIntervention(steps = 60): TinyIntervention {
	const folder = mkdtempSync(join(tmpdir(), "temper-tiny-intervention-"));
	const write = (name: string, text: string) =>
		writeFileSync(join(folder, name), text);
	write(
		"questions.jsonl",
		lines(
			days.flatMap((_, day) => [
				afterDay("What comes after", day, 0),
				afterDay("Which day comes after", day, 1),
			]),
		),
	);
	write(
		"far.jsonl",
		lines(
			[3, 4, 5].map((a) => ({
				question: `What is ${a} plus 4?`,
				options: [4, 5].map((b) => `${a} plus 4 is ${a + b}.`),
				gold: 0,
			})),
		),
	);
	write(
		"near.jsonl",
		lines([0, 3].map((day) => afterDay("What is after", day, 0))),
	);
	const scorer = { kind: "choice", by: "likelihood", normalise: "none" };
	for (const [name, role] of [
		["near", "in-domain"],
		["far", "out-of-domain"],
	])
		write(
			`${name}.task.yaml`,
			stringify({ name, version: "1", role, rows: `${name}.jsonl`, scorer }),
		);
	write(
		"tiny.yaml",
		stringify({
			model: resolve("models/toy"),
			questions: "questions.jsonl",
			ask: { by: "likelihood", normalise: "none" },
			tasks: ["near.task.yaml", "far.task.yaml"],
			shots: 0,
			base: {
				...{ tune: "full", batch: { rows: 2, tokens: 256 } },
				length: { kind: "steps", count: steps },
			},
			...{ learningRates: [1e-3], seeds: 1, floor: 0, caliper: 1, size: 4 },
			groups: ["harmonious", "incompatible"],
			...{ mixes: [0.5], quantities: null, explanation: "none" },
		}),
	);
	return { folder, file: join(folder, "tiny.yaml"), out: join(folder, "out") };
}

export function journalOf({ out }: TinyIntervention): JournalEntry[] {
	const path = join(out, "intervention.jsonl");
	if (!existsSync(path)) return [];
	const text = readFileSync(path, "utf8");
	// The last line may be half written.
	const whole = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
	return whole.slice(0, -1).map((line) => JSON.parse(line) as JournalEntry);
}
