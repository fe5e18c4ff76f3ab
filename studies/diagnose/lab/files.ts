import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generalRows } from "../../../src/lab/corpus.ts";
import { jsonLines } from "../../../src/lab/lab-sets.ts";
import { retainedTalk } from "../../../src/lab/sets/retention-sets.ts";
import { keptQuestions, type Tuning } from "./causes.ts";
import { world } from "./pools.ts";

/** What is common to all tunings. */
export interface SharedFiles {
	readonly general: string;
	/** Task files: known facts, facts that nobody was taught, talk. */
	readonly tasks: readonly string[];
	/** The first of them. */
	readonly known: string;
}

export interface TuningFiles {
	readonly rows: string;
	/** Task files of the questions on what the rows teach. */
	readonly tasks: readonly string[];
}

type Written = Readonly<Record<string, unknown>>;

const choice: Written = {
	scorer: { kind: "choice", by: "likelihood", normalise: "none" },
	paraphrases: "wordings",
};
const written: Written = { scorer: "exact", generate: { maxNewTokens: 40 } };

function writeTask(folder: string, name: string, task: Written): string {
	const path = join(folder, `${name}.task.yaml`);
	writeFileSync(
		path,
		JSON.stringify({ name, version: 1, ...task }, null, "\t"),
	);
	return path;
}

function writeRows(folder: string, name: string, rows: readonly object[]) {
	writeFileSync(join(folder, `${name}.jsonl`), jsonLines(rows));
	return `${name}.jsonl`;
}

/** Writes the questions that every tuning is asked: known facts, facts that nobody was taught, talk, general rows. */
export function writeShared(folder: string): SharedFiles {
	mkdirSync(folder, { recursive: true });
	const { known, control } = keptQuestions();
	const of = (name: string, role: string, rows: readonly object[]) => ({
		...{ axis: "retention", role, rows: writeRows(folder, name, rows) },
	});
	const general = writeRows(folder, "general", generalRows(world, "probe", 80));
	const talk = retainedTalk(world).slice(0, 100);
	const knownTask = writeTask(folder, "known", {
		...of("known", "same-field", known),
		...choice,
	});
	return {
		general: join(folder, general),
		known: knownTask,
		tasks: [
			knownTask,
			writeTask(folder, "control", {
				...of("control", "in-domain", control),
				...choice,
			}),
			writeTask(folder, "talk", {
				...of("talk", "out-of-domain", talk),
				...written,
			}),
		],
	};
}

/** Writes the training rows of a tuning and the tasks on what they teach. */
export function writeTuning(
	folder: string,
	{ rows, heldOut }: Pick<Tuning, "rows" | "heldOut">,
): TuningFiles {
	mkdirSync(folder, { recursive: true });
	const own = {
		...{ axis: "target", role: "held-out" },
		rows: writeRows(folder, "held-out", heldOut),
	};
	const testable = heldOut.every((row) => "options" in row);
	return {
		rows: join(folder, writeRows(folder, "train", rows)),
		tasks: [
			writeTask(folder, "written", { ...own, ...written }),
			...(testable
				? [writeTask(folder, "held-out", { ...own, ...choice })]
				: []),
		],
	};
}
