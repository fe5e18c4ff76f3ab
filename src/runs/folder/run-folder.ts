import { mkdir, readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { writeError } from "../../core/file-error.ts";
import {
	type Checkpoint,
	checkpointName,
	listCheckpoints,
	readCheckpoint,
	readScore,
	type SavedCheckpoint,
	writeCheckpoint,
} from "../checkpoint.ts";
import { EventLog, readEvents } from "../event-log.ts";
import type { ResultName, RunEvent } from "../events.ts";
import { describeMachine, describeVersions } from "../machine.ts";
import { writeHeldFile, writeHeldFolder } from "./held-writes.ts";
import type { Lease } from "./lease.ts";
import { removeFolderAtomic, removeLeftovers } from "./leftovers.ts";
import { lockFolder, lockName } from "./lock.ts";
import { movesBetween, withPlaces } from "./places.ts";
import { moveRows } from "./round-folder.ts";
import { runFiles } from "./run-files.ts";
import {
	eventsPath,
	namesIn,
	type RunManifest,
	type RunSession,
	readManifest,
} from "./run-manifest.ts";

export interface Keep {
	/** Checkpoints to keep, newest first. */
	readonly last: number;
	/** Keeps the one with the lowest score too. */
	readonly best: boolean;
}

function thisSession(): Omit<RunSession, "fromStep"> {
	return {
		at: new Date().toISOString(),
		versions: describeVersions(),
		machine: describeMachine(),
	};
}

function json(value: unknown): string {
	return `${JSON.stringify(value, null, "\t")}\n`;
}

/** Whether a run did anything that is worth keeping. */
async function hasProgress(run: string): Promise<boolean> {
	if ((await namesIn(join(run, runFiles.checkpoints))).length > 0) return true;
	if (!(await namesIn(run)).includes(runFiles.events)) return false;
	const events = await readEvents(eventsPath(run));
	return events.some(({ kind }) => kind === "step");
}

/**
 * Throws `disk` for a folder with anything in it but what a start leaves that was killed, or failed before its first
 * step: such a start may be repeated in the same place.
 */
async function requireFresh(run: string): Promise<void> {
	const unfinished: string[] = [lockName, runFiles.recipe, runFiles.source];
	const inside = await readdir(run);
	const others = inside.filter((name) => !unfinished.includes(name));
	if (others.length === 0) return;
	const isRun = inside.includes(runFiles.manifest);
	if (isRun && !(await hasProgress(run))) return;
	throw new TemperError("disk", {
		where: run,
		expected: "a new or empty folder for the run",
		found: isRun
			? "an earlier run"
			: `${others.length} entries, ${others[0]} among them`,
		hint: isRun
			? `Continue it with \`npx temper-lm runs resume ${run}\`, or choose another folder.`
			: "Choose another folder.",
	});
}

/**
 * A run on disk, locked by this process until it is closed. If a process of another machine takes it over meanwhile, every write throws
 * `disk`. If a process dies at any point, the next one finds the
 * last complete checkpoint and the events up to it.
 */
export class RunFolder {
	/** Absolute. */
	readonly path: string;
	readonly manifest: RunManifest;
	readonly log: EventLog;
	readonly #lease: Lease;

	private constructor(
		path: string,
		manifest: RunManifest,
		log: EventLog,
		lease: Lease,
	) {
		this.path = path;
		this.manifest = manifest;
		this.log = log;
		this.#lease = lease;
	}

	/** Makes a new run. `source` is the recipe as YAML, for people. Throws `disk` if the folder holds anything. */
	static async create(
		path: string,
		manifest: RunManifest,
		source: string,
	): Promise<RunFolder> {
		const run = resolve(path);
		try {
			await mkdir(run, { recursive: true });
		} catch (error) {
			throw writeError(error, run);
		}
		return RunFolder.#hold(run, async () => {
			await requireFresh(run);
			await writeHeldFile(join(run, runFiles.source), source);
			await writeHeldFile(join(run, runFiles.recipe), json(manifest.recipe));
			await writeHeldFile(join(run, runFiles.manifest), json(manifest));
			return manifest;
		});
	}

	/**
	 * Opens a run to continue it. `now` takes the place of the recipe and inputs that it began with, whose paths may have
	 * changed since; what the run noted about rows follows their files. Throws `disk` if another process holds it, `data`
	 * if it is no run.
	 */
	static async open(
		path: string,
		now?: Pick<RunManifest, "recipe" | "inputs">,
	): Promise<RunFolder> {
		const run = resolve(path);
		await readManifest(run);
		return RunFolder.#hold(run, async () => {
			const manifest = await readManifest(run);
			if (now === undefined) return manifest;
			await moveRows(run, movesBetween(manifest.inputs, now.inputs));
			const { recipe } = now;
			await writeHeldFile(join(run, runFiles.recipe), json(recipe));
			return { ...manifest, recipe, inputs: withPlaces(now.inputs, run) };
		});
	}

	static async #hold(
		run: string,
		prepare: () => Promise<RunManifest>,
	): Promise<RunFolder> {
		const lease = await lockFolder(run);
		try {
			await removeLeftovers(run);
			await removeLeftovers(join(run, runFiles.checkpoints));
			const manifest = await prepare();
			const log = await EventLog.open(eventsPath(run));
			return new RunFolder(run, manifest, log, lease);
		} catch (error) {
			await lease.release();
			throw error;
		}
	}

	get #checkpoints(): string {
		return join(this.path, runFiles.checkpoints);
	}

	/** Adds an event to the log. Throws `disk`, also if another process has taken the run over. */
	async append(event: RunEvent): Promise<void> {
		await this.#lease.checkIfDue();
		this.log.append(event);
	}

	/**
	 * Goes back to the newest checkpoint: returns it, forgets the events after it, notes the session. Without a checkpoint
	 * the run begins anew and null is returned. Events of the checkpoint's own making (`checkpoint`, and `end` of a stop)
	 * are forgotten too, for the loop to say again.
	 */
	async rewind(session = thisSession()): Promise<SavedCheckpoint | null> {
		const newest = (await listCheckpoints(this.#checkpoints)).at(-1);
		const found =
			newest === undefined
				? null
				: await readCheckpoint(this.#checkpoints, newest);
		await this.#lease.check();
		this.log.rewind(found?.eventBytes ?? 0);
		const { sessions } = this.manifest;
		const fromStep = newest ?? null;
		await writeHeldFile(
			join(this.path, runFiles.manifest),
			json({
				...this.manifest,
				sessions: [...sessions, { ...session, fromStep }],
			}),
		);
		return found?.checkpoint ?? null;
	}

	/**
	 * Writes `checkpoints/step-N`, then removes those that `keep` does not name. Returns its path relative to the run.
	 * Throws `disk`, saying which checkpoint is whole; the run must stop then.
	 */
	async save(checkpoint: Checkpoint, keep: Keep): Promise<string> {
		const before = (await listCheckpoints(this.#checkpoints)).at(-1);
		const path = join(runFiles.checkpoints, checkpointName(checkpoint.step));
		this.log.flush();
		if (before === checkpoint.step) return path;
		try {
			await writeCheckpoint(this.#checkpoints, checkpoint, this.log.length);
		} catch (error) {
			throw this.#stopped(error, before);
		}
		await this.prune(keep);
		return path;
	}

	#stopped(error: unknown, before: number | undefined): unknown {
		if (!(error instanceof TemperError) || error.code !== "disk") return error;
		const { where, expected, found } = error;
		return new TemperError("disk", {
			where,
			expected,
			found,
			hint:
				before === undefined
					? "No checkpoint was written before this one."
					: `Checkpoint ${checkpointName(before)} is whole: make room, then \`npx temper-lm runs resume ${this.path}\`.`,
			cause: error,
		});
	}

	/** Removes checkpoints that `keep` does not name: a process may have died after a save and before this. */
	async prune(keep: Keep): Promise<void> {
		const steps = await listCheckpoints(this.#checkpoints);
		const kept = new Set(steps.slice(-keep.last));
		const best = keep.best ? await this.bestStep() : null;
		if (best !== null) kept.add(best);
		for (const step of steps) {
			if (kept.has(step)) continue;
			await removeFolderAtomic(join(this.#checkpoints, checkpointName(step)));
		}
	}

	/** The step of the checkpoint with the lowest score, the earliest of equals; null if none has one. */
	async bestStep(): Promise<number | null> {
		let best: { step: number; score: number } | null = null;
		for (const step of await listCheckpoints(this.#checkpoints)) {
			const score = await readScore(this.#checkpoints, step);
			if (score !== null && (best === null || score < best.score))
				best = { step, score };
		}
		return best?.step ?? null;
	}

	/** Replaces an earlier outcome, atomically. Throws `disk`. */
	async writeResult(
		name: ResultName,
		fill: (temporary: string) => Promise<void>,
	): Promise<string> {
		const path = join(this.path, name);
		await removeFolderAtomic(path);
		await writeHeldFolder(path, fill);
		return basename(path);
	}

	/** Flushes the events and lets other processes in. */
	async close(): Promise<void> {
		try {
			this.log.flush();
		} finally {
			this.log.close();
			await this.#lease.release();
		}
	}
}
