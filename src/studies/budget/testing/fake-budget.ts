import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { toyModel } from "../../../eval/testing/toy-model.ts";

/** The file of a budget study and its folder. */
export interface FakeBudget {
	readonly folder: string;
	readonly file: string;
	readonly out: string;
}

const lines = (rows: readonly object[]) =>
	rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Rows of one kind: 40 prompts, all of them different. */
export const fakeRows = (kind: "demonstrations" | "pairs", count = 40) =>
	lines(
		Array.from({ length: count }, (_, i) =>
			kind === "pairs"
				? { prompt: `compare ${i}`, chosen: `good ${i}`, rejected: `bad ${i}` }
				: { prompt: `ask ${i}`, completion: `say ${i}` },
		),
	);

/** A grid of two budgets and three shares with one seed, on files that are there and a model that is none. */
export function fakeBudget(settings: object = {}): FakeBudget {
	const folder = mkdtempSync(join(tmpdir(), "temper-budget-"));
	const write = (name: string, text: string) =>
		writeFileSync(join(folder, name), text);
	mkdirSync(join(folder, "model"));
	write("model/config.json", "{}");
	for (const name of ["tokenizer.json", "tokenizer_config.json"])
		copyFileSync(join(toyModel, name), join(folder, "model", name));
	write("demonstrations.jsonl", fakeRows("demonstrations"));
	write("pairs.jsonl", fakeRows("pairs"));
	const task = { name: "t", version: "1", rows: "demonstrations.jsonl" };
	write("t.yaml", stringify({ ...task, scorer: "exact" }));
	const file = join(folder, "study.yaml");
	write(
		"study.yaml",
		stringify({
			...{ model: "model", tasks: ["t.yaml"], budgets: [8, 16] },
			demonstrations: { rows: "demonstrations.jsonl", price: 2 },
			pairs: { rows: "pairs.jsonl" },
			...{ unit: "EUR", seeds: 1, learningRates: [1e-4] },
			design: { kind: "grid", ratios: [1, 0.5, 0] },
			controls: { epochs: [], coldStart: [] },
			out: "study",
			...settings,
		}),
	);
	return { folder, file, out: join(folder, "study") };
}
