import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EvalReport } from "../../src/eval/eval-result.ts";
import { writeFileAtomic } from "../../src/formats/write-atomic.ts";
import { summariseRun } from "../../src/runs/run-summary.ts";
import { temper } from "../temper.ts";

/** 1 for each question answered right and 0 for each other, in the order of the rows, by task. */
export type Scores = Readonly<Record<string, readonly number[]>>;

/** What became of a run. */
export interface Measured {
	readonly scores: Scores;
	/** KL(base || tuned) on general rows, nats per token. */
	readonly kl: number;
	/** Of held-out rows, before and after, nats per token. */
	readonly nll: { readonly base: number; readonly tuned: number };
	readonly seconds: number;
}

const pathOf = (run: string) => join(run, "measured.json");

/** Null for a run that has not been measured. */
export function readMeasured(run: string): Measured | null {
	const path = pathOf(run);
	return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

/** Measures a finished run, and deletes the model that it made: nothing else needs it. */
export async function measure(
	run: string,
	tasks: readonly string[],
): Promise<void> {
	const { evaluations, seconds } = await summariseRun(run);
	const [first, last] = [evaluations[0], evaluations.at(-1)];
	const [kl, base, tuned] = [last?.klGeneral, first?.nll, last?.nll];
	if (!kl || !base || !tuned) throw new Error(`${run} lacks evaluations`);
	const measured: Measured = {
		scores: await scoresOf(["--run", run], tasks, join(run, "eval.json")),
		kl: kl.value,
		nll: { base: base.value, tuned: tuned.value },
		seconds,
	};
	await writeFileAtomic(pathOf(run), JSON.stringify(measured));
	for (const name of ["model", "checkpoints", "eval.json"])
		rmSync(join(run, name), { recursive: true, force: true });
}

/** Measured once, and read back after that. */
export async function measureBase(
	model: string,
	tasks: readonly string[],
	path: string,
): Promise<Scores> {
	if (!existsSync(path)) {
		const report = `${path}.eval.json`;
		const scores = await scoresOf(["--model", model], tasks, report);
		await writeFileAtomic(path, JSON.stringify(scores));
		rmSync(report);
	}
	return JSON.parse(readFileSync(path, "utf8"));
}

async function scoresOf(
	subject: readonly string[],
	tasks: readonly string[],
	report: string,
): Promise<Scores> {
	const how = ["--no-base", "--threads", "1", "--out", report];
	await temper(["eval", ...tasks, ...subject, ...how]);
	const { tuned } = JSON.parse(readFileSync(report, "utf8")) as EvalReport;
	return Object.fromEntries(
		tuned.tasks.map(({ name, items }) => [
			name,
			items.map(({ score }) => score ?? 0),
		]),
	);
}
