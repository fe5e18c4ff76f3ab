import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { EvalResult } from "../../eval/eval-result.ts";
import { writeError } from "../../formats/file-error.ts";
import { readJsonFile, writeJsonFile } from "../../formats/json/json-file.ts";
import { EventLog } from "../../runs/event-log.ts";
import {
	removeFolderAtomic,
	removeLeftovers,
} from "../../runs/folder/leftovers.ts";
import { lockFolder, lockName } from "../../runs/folder/lock.ts";
import { runFiles } from "../../runs/folder/run-files.ts";
import { readResult } from "../measures/read-result.ts";
import { type PilotSpec, requireSameSpec } from "./pilot-spec.ts";
import { isSpeedId, type Job } from "./plan/job.ts";
import type { Decision } from "./plan/pilot-state.ts";
import type { JobTime } from "./plan/timing.ts";

/** What happened in a pilot, one JSON line each in `pilot.jsonl`: a history, of which decisions and failures are read again. */
export type JournalEntry =
	| { readonly kind: "session"; readonly at: string; readonly pid: number }
	| {
			readonly kind: "job-started";
			readonly at: string;
			readonly id: string;
			readonly attempt: number;
	  }
	| {
			readonly kind: "job-finished";
			readonly at: string;
			readonly id: string;
			readonly seconds: number;
			/** Of a run, where the time went. */
			readonly time?: JobTime;
	  }
	| {
			readonly kind: "job-failed";
			readonly at: string;
			readonly id: string;
			readonly reason: string;
	  }
	| {
			readonly kind: "decision";
			readonly at: string;
			readonly decision: Decision;
	  }
	/** All that there was to do is done. */
	| { readonly kind: "finished"; readonly at: string };

/** Seconds of all sessions, from the first to the last thing that each of them noted. */
export function secondsWorked(journal: readonly JournalEntry[]): number {
	let total = 0;
	let last: number | null = null;
	for (const { kind, at } of journal) {
		const time = Date.parse(at);
		if (kind !== "session" && last !== null) total += time - last;
		last = time;
	}
	return total / 1000;
}

const files = {
	spec: "pilot.json",
	journal: "pilot.jsonl",
	recipe: "recipe.yaml",
	runs: "runs",
	measures: "measures",
	tasks: "tasks",
} as const;

/** Where a pilot keeps what. */
export class PilotPaths {
	readonly root: string;

	constructor(root: string) {
		this.root = root;
	}

	get spec(): string {
		return join(this.root, files.spec);
	}

	get journal(): string {
		return join(this.root, files.journal);
	}

	/** The recipe to go on with. */
	get recipe(): string {
		return join(this.root, files.recipe);
	}

	get tasks(): string {
		return join(this.root, files.tasks);
	}

	run(name: string): string {
		return join(this.root, files.runs, name);
	}

	/** What a job measured: it stands there when the job is done, and not before. */
	measure(id: string): string {
		return join(this.root, files.measures, `${id}.json`);
	}
}

/** A pilot on disk, held by this process alone until it is closed. */
export class PilotFolder {
	readonly paths: PilotPaths;
	readonly #journal: EventLog<JournalEntry>;
	readonly #unlock: () => Promise<void>;

	private constructor(
		paths: PilotPaths,
		journal: EventLog<JournalEntry>,
		unlock: () => Promise<void>,
	) {
		this.paths = paths;
		this.#journal = journal;
		this.#unlock = unlock;
	}

	/**
	 * Makes a pilot's folder, or opens one to go on. Throws `disk` where another process holds it or it holds anything else,
	 * `recipe` where it was begun with another pilot.
	 */
	static async open(root: string, spec: PilotSpec): Promise<PilotFolder> {
		try {
			await mkdir(root, { recursive: true });
		} catch (error) {
			throw writeError(error, root);
		}
		const paths = new PilotPaths(root);
		await requirePilot(paths);
		const unlock = await lockFolder(root);
		try {
			await removeLeftovers(root);
			if (existsSync(paths.spec))
				requireSameSpec(root, await readSpec(paths.spec), spec);
			await writeJsonFile(paths.spec, spec);
			const journal = await EventLog.open<JournalEntry>(paths.journal);
			const folder = new PilotFolder(paths, journal, unlock);
			folder.note({ kind: "session", at: now(), pid: process.pid });
			return folder;
		} catch (error) {
			await unlock();
			throw error;
		}
	}

	note(entry: JournalEntry): void {
		this.#journal.append(entry);
	}

	/** Settles something for good: it is on disk when this returns. */
	settle(decision: Decision): void {
		this.note({ kind: "decision", at: now(), decision });
		this.#journal.flush();
	}

	/** What was settled, but for learning rates of which none could go on: those are tried again. */
	async decisions(): Promise<Decision[]> {
		return decisionsIn(await readJournal(this.paths.journal));
	}

	/** What finished jobs of runs took, in order, and the seconds of work since the pilot was last finished. */
	async timesSoFar(): Promise<{
		readonly times: readonly JobTime[];
		readonly unfinished: number;
	}> {
		this.#journal.flush();
		const journal = await readJournal(this.paths.journal);
		const last = journal.findLastIndex(({ kind }) => kind === "finished");
		return {
			times: timesIn(journal),
			unfinished: secondsWorked(journal.slice(last + 1)),
		};
	}

	/** Why jobs failed that have not been done since, by id. */
	async failures(): Promise<Map<string, string>> {
		this.#journal.flush();
		const failures = new Map<string, string>();
		for (const entry of await readJournal(this.paths.journal))
			if (entry.kind === "job-failed") failures.set(entry.id, entry.reason);
			else if (entry.kind === "job-finished") failures.delete(entry.id);
		return failures;
	}

	/** Removes what was measured without one score in some task: its scorer may have been mended. Throws `data` and `disk`. */
	async forgetUnscored(): Promise<void> {
		for (const id of await measuredIn(this.paths)) {
			if (isSpeedId(id)) continue;
			const { tasks = [] } = (await readMeasure(this.paths, id)) ?? {};
			const without = tasks.some(
				({ items }) =>
					items.length > 0 && items.every(({ score }) => score === null),
			);
			if (without) await removeFile(this.paths.measure(id));
		}
	}

	/** Removes the checkpoints of a run, which keeps what it made, its events and its samples. Throws `disk`. */
	async dropCheckpoints(run: string): Promise<void> {
		const path = this.paths.run(run);
		await removeLeftovers(path);
		await removeFolderAtomic(join(path, runFiles.checkpoints));
	}

	/** Whether a job is done. */
	has({ id }: Job): boolean {
		return existsSync(this.paths.measure(id));
	}

	/** How many jobs are done. */
	async count(): Promise<number> {
		return (await measuredIn(this.paths)).length;
	}

	/** Lets other processes in. */
	async close(): Promise<void> {
		try {
			this.#journal.flush();
		} finally {
			this.#journal.close();
			await this.#unlock();
		}
	}
}

/** Ids of the jobs that are done. */
export async function measuredIn(paths: PilotPaths): Promise<string[]> {
	const path = join(paths.root, files.measures);
	const names = await readdir(path, { recursive: true }).catch(() => []);
	return names
		.filter((name) => /[^.]\.json$/.test(name))
		.map((name) => name.replace(/\.json$/, "").replaceAll(sep, "/"));
}

async function removeFile(path: string): Promise<void> {
	try {
		await rm(path);
	} catch (error) {
		throw writeError(error, path);
	}
}

/** What a history settled, but for learning rates of which none could go on. */
export function decisionsIn(journal: readonly JournalEntry[]): Decision[] {
	return journal.flatMap((entry) =>
		entry.kind === "decision" && !isEmptyRung(entry.decision)
			? [entry.decision]
			: [],
	);
}

/** What finished jobs of runs took, in order. */
export function timesIn(journal: readonly JournalEntry[]): JobTime[] {
	return journal.flatMap((entry) =>
		entry.kind === "job-finished" && entry.time ? [entry.time] : [],
	);
}

function isEmptyRung(decision: Decision): boolean {
	return decision.kind === "rung" && decision.kept.length === 0;
}

export function now(): string {
	return new Date().toISOString();
}

/** A folder that is new, or a pilot's. Throws `disk` for any other. */
async function requirePilot(paths: PilotPaths): Promise<void> {
	const inside = (await readdir(paths.root)).filter(
		(name) => name !== lockName && !name.includes(".tmp-"),
	);
	if (inside.length === 0 || inside.includes(files.spec)) return;
	throw new TemperError("disk", {
		where: paths.root,
		expected: "a new or empty folder, or that of a pilot",
		found: `${inside.length} entries, ${inside[0]} among them`,
		hint: "Name another folder with --out.",
	});
}

/** What a pilot was begun with. Throws `data`. */
export async function readSpec(path: string): Promise<PilotSpec> {
	const value = (await readJsonFile(path, "data")) as Partial<PilotSpec>;
	const { version, seeds, arms, settings, inputs } = value;
	if (version === 1 && Array.isArray(seeds) && arms && settings && inputs)
		return value as PilotSpec;
	throw new TemperError("data", {
		where: path,
		expected: "what a pilot was begun with, version 1",
		found: "something else",
	});
}

/** The history of a pilot; a line that was cut off is left out. Throws `data`. */
export async function readJournal(path: string): Promise<JournalEntry[]> {
	if (!existsSync(path)) return [];
	const text = await readFile(path, "utf8");
	const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
	return lines.slice(0, -1).map((line, i) => {
		try {
			return JSON.parse(line) as JournalEntry;
		} catch {
			throw new TemperError("data", {
				where: `${path}:${i + 1}`,
				expected: "an entry of a pilot's history as one line of JSON",
				found: JSON.stringify(line.slice(0, 40)),
			});
		}
	});
}

/** What a job measured; null where it is not done. Throws `data`. */
export async function readMeasure(
	paths: PilotPaths,
	id: string,
): Promise<EvalResult | null> {
	const path = paths.measure(id);
	return existsSync(path) ? readResult(path) : null;
}
