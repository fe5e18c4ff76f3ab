import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { generalRows } from "../../../src/lab/corpus.ts";
import { jsonLines } from "../../../src/lab/lab-sets.ts";
import { world } from "../../diagnose/lab/pools.ts";
import { interventionQuestions } from "./questions.ts";

const scorer = { kind: "choice", by: "likelihood", normalise: "none" };
const testRoles = ["in-domain", "same-field", "out-of-domain"] as const;

export interface StudyOptions {
	readonly model: string;
	readonly seeds: number;
	readonly rates: readonly number[];
	readonly steps: number;
}

/** Writes the rows, the tasks and the file of the study, and returns the path of the last. */
export function writeStudy(
	folder: string,
	{ model, seeds, rates, steps }: StudyOptions,
): string {
	mkdirSync(folder, { recursive: true });
	const write = (name: string, rows: readonly object[]) => {
		writeFileSync(join(folder, `${name}.jsonl`), jsonLines(rows));
		return `${name}.jsonl`;
	};
	const writeYaml = (name: string, value: object) => {
		const path = join(folder, `${name}.yaml`);
		writeFileSync(path, JSON.stringify(value, null, "\t"));
		return path;
	};
	const questions = interventionQuestions();
	const tasks = testRoles.map((role) =>
		writeYaml(`${role}.task`, {
			...{ name: role, version: 1, role, scorer },
			axis: role === "in-domain" ? "target" : "retention",
			rows: write(role, questions[role]),
		}),
	);
	return writeYaml("study", {
		title: "Interventions in the lab",
		model: resolve(model),
		questions: write("questions", questions.train),
		ask: scorer,
		tasks,
		general: write("general", generalRows(world, "interventions", 600)),
		context: { template: "{statement}" },
		explanation: "none",
		learningRates: rates,
		seeds,
		base: {
			tune: "full",
			objective: "sft",
			batch: { rows: 16, tokens: 1024 },
			length: { kind: "steps", count: steps },
		},
		quantities: { group: "harmonious", rows: [10, 30, 100, 300] },
	});
}
