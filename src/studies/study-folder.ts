import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import { TemperError } from "../core/error.ts";
import { writeError } from "../core/file-error.ts";
import type { EvalResult } from "../eval/eval-result.ts";
import { readJsonFile, writeJsonFile } from "../formats/json/json-file.ts";
import { EventLog } from "../runs/event-log.ts";
import { type Lease, requireHeld } from "../runs/folder/lease.ts";
import {
	removeFolderAtomic,
	removeLeftovers,
} from "../runs/folder/leftovers.ts";
import { lockFolder, lockName } from "../runs/folder/lock.ts";
import { runFiles } from "../runs/folder/run-files.ts";
import { stageRuns } from "../runs/staged-run.ts";
import { type JournalEntry, readJournal } from "./journal.ts";
import { readResult } from "./measures/read-result.ts";
import type { StudyPaths } from "./study-paths.ts";
import {
	readSpec,
	requireSameSpec,
	type SpecRules,
	type StudySpec,
} from "./study-spec.ts";

/** A study on disk, locked by this process until it is closed. */
export class StudyFolder {
	readonly paths: StudyPaths;
	readonly #journal: EventLog<JournalEntry>;
	readonly #lease: Lease;

	private constructor(
		paths: StudyPaths,
		journal: EventLog<JournalEntry>,
		lease: Lease,
	) {
		this.paths = paths;
		this.#journal = journal;
		this.#lease = lease;
	}

	/**
	 * Makes a study's folder, or opens one to continue. Throws `disk` if another process holds it or it holds anything else,
	 * and `recipe` if it was started with another study.
	 */
	static async open(
		paths: StudyPaths,
		spec: StudySpec,
		rules: SpecRules = {},
	): Promise<StudyFolder> {
		const { root } = paths;
		try {
			await mkdir(root, { recursive: true });
		} catch (error) {
			throw writeError(error, root);
		}
		await requireStudy(paths);
		const lease = await lockFolder(root);
		try {
			await removeLeftovers(root);
			if (existsSync(paths.spec))
				requireSameSpec(root, await readSpec(paths, rules), spec, rules);
			await writeJsonFile(paths.spec, spec, () => requireHeld(root));
			const journal = await EventLog.open<JournalEntry>(paths.journal);
			const folder = new StudyFolder(paths, journal, lease);
			folder.note({ kind: "session", at: now(), pid: process.pid });
			return folder;
		} catch (error) {
			await lease.release();
			throw error;
		}
	}

	/** Throws `disk` if another process has taken the folder over; looks at most once per heartbeat. */
	async requireHeld(): Promise<void> {
		await this.#lease.checkIfDue();
	}

	note(entry: JournalEntry): void {
		this.#journal.append(entry);
	}

	/** Notes a decision, which is on disk when this resolves. Throws `disk`. */
	async settle(decision: unknown): Promise<void> {
		await this.#lease.check();
		this.note({ kind: "decision", at: now(), decision });
		this.#journal.flush();
	}

	/** All that happened so far. */
	async history<Decision, Time>(): Promise<JournalEntry<Decision, Time>[]> {
		this.#journal.flush();
		return readJournal<Decision, Time>(this.paths);
	}

	/** Removes results that have no score at all in some task: its scorer may have been repaired. Throws `data` and `disk`. */
	async forgetUnscored(): Promise<void> {
		for (const id of await measuredIn(this.paths)) {
			const path = this.paths.measure(id);
			// Jobs that measure nothing have no tasks.
			if (!("tasks" in (await readJsonFile(path, "data")))) continue;
			const { tasks } = await readResult(path);
			const without = tasks.some(
				({ items }) =>
					items.length > 0 && items.every(({ score }) => score === null),
			);
			if (without) await removeFile(path);
		}
	}

	/** Removes the checkpoints of a run, which keeps its outcome, its events and its samples. Throws `disk`. */
	async dropCheckpoints(run: string): Promise<void> {
		const root = this.paths.run(run);
		for (const path of [root, ...(await stageRuns(root))]) {
			await removeLeftovers(path);
			await removeFolderAtomic(join(path, runFiles.checkpoints));
		}
	}

	/** Whether a job is done. */
	has({ id }: { readonly id: string }): boolean {
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
			await this.#lease.release();
		}
	}
}

/** Ids of the jobs that are done. */
export async function measuredIn({
	measures,
}: Pick<StudyPaths, "measures">): Promise<string[]> {
	const names = await readdir(measures, { recursive: true }).catch(() => []);
	return names
		.filter((name) => /[^.]\.json$/.test(name))
		.map((name) => name.replace(/\.json$/, "").replaceAll(sep, "/"));
}

/** The measurements of a job; null if it is not done. Throws `data`. */
export async function readMeasure(
	paths: Pick<StudyPaths, "measure">,
	id: string,
): Promise<EvalResult | null> {
	const path = paths.measure(id);
	return existsSync(path) ? readResult(path) : null;
}

async function removeFile(path: string): Promise<void> {
	await requireHeld(path);
	try {
		await rm(path);
	} catch (error) {
		throw writeError(error, path);
	}
}

export function now(): string {
	return new Date().toISOString();
}

/** Throws `disk` unless the folder is empty or belongs to a study of this name. */
async function requireStudy(paths: StudyPaths): Promise<void> {
	const inside = (await readdir(paths.root)).filter(
		(name) => name !== lockName && !name.includes(".tmp-"),
	);
	if (inside.length === 0 || existsSync(paths.spec)) return;
	throw new TemperError("disk", {
		where: paths.root,
		expected: `a new or empty folder, or that of ${paths.named}`,
		found: `${inside.length} entries, ${inside[0]} among them`,
		hint: "Name another folder with --out.",
	});
}
