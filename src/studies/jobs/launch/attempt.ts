import { randomBytes } from "node:crypto";
import {
	mkdir,
	open,
	readdir,
	readFile,
	rm,
	writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { TemperError } from "../../../core/error.ts";
import { writeError } from "../../../core/file-error.ts";
import type { JobMessage } from "../job-request.ts";
import {
	type ExchangeRequest,
	type ExchangeTimes,
	exchangeFiles as files,
	WordReader,
	type WorkerWord,
} from "./exchange.ts";
import type { Launcher, LaunchState } from "./launcher.ts";
import { TouchWatch } from "./touch-watch.ts";

export interface AttemptOptions {
	/** The attempt's folder, which does not exist yet. */
	readonly folder: string;
	readonly launcher: Launcher;
	readonly times: ExchangeTimes;
	/** The line for `sh` that starts a worker on a folder. */
	readonly command: (folder: string) => string;
	/** Why a worker cannot be used that begins with this word; null if it can. */
	readonly refuse: (
		word: Extract<WorkerWord, { kind: "begun" }>,
	) => string | null;
}

/** The last words of an attempt, or how it ended without them. */
export type AttemptEnd = Exclude<JobMessage, { kind: "progress" }>;

/** After a worker was seen to run, how long it may take to say its first word, as a multiple of the time after which it counts as gone. */
const startPatience = 5;

/** Characters of a worker's output that may hold the reason of its death. */
const kept = 2000;

/** A job that a worker does on another machine, followed through files and through the scheduler. */
export class Attempt {
	/** Why the scheduler did not take the job; null if it did, or if it has not answered yet. */
	refusal: TemperError | null = null;
	readonly #options: AttemptOptions;
	readonly #words: WordReader;
	readonly #beat: TouchWatch;
	#id: string | null = null;
	/** Ends when the scheduler has taken the job, or refused it. */
	#submitted: Promise<unknown> = Promise.resolve();
	#state: LaunchState = { kind: "waiting" };
	#askedAt = 0;
	/** Since when the job runs, by the scheduler, or has ended. */
	#stateSince = Date.now();
	#begun = false;
	#paused = false;
	#stopping = false;
	#killed = false;

	constructor(options: AttemptOptions) {
		this.#options = options;
		this.#words = new WordReader(options.folder);
		const { ends } = options.times;
		this.#beat = new TouchWatch(join(options.folder, files.beat), ends / 2);
	}

	/** Starts the job and follows it to its end. */
	async run(
		work: ExchangeRequest,
		onWord: (word: WorkerWord) => void,
	): Promise<AttemptEnd> {
		const { folder, launcher, times, command } = this.#options;
		try {
			await mkdir(folder, { recursive: true });
			await writeFile(join(folder, files.request), JSON.stringify(work));
		} catch (error) {
			throw writeError(error, folder);
		}
		if (this.#killed) return { kind: "stopped" };
		try {
			const name = `temper-${basename(dirname(folder))}-${basename(folder)}`;
			const job = { name, folder, command: command(folder) };
			const submitted = launcher.submit(job);
			this.#submitted = submitted.catch(() => {});
			this.#id = await submitted;
		} catch (error) {
			if (error instanceof TemperError) this.refusal = error;
			// The scheduler may come back.
			await wait(times.ends / 4);
			return lost(error instanceof Error ? error.message : String(error));
		}
		this.#stateSince = Date.now();
		for (;;) {
			const end = await this.#look(work, onWord);
			if (end !== null) return end;
			await wait(times.look);
		}
	}

	/**
	 * Asks the worker to save what it has and end. A job that has not begun is taken out of the queue; one that is suspended is ended, and
	 * can be continued from its last checkpoint.
	 */
	async stop(): Promise<void> {
		this.#stopping = true;
		await make(join(this.#options.folder, files.stop));
		if (!this.#canSave) await this.kill();
	}

	/** Whether there is a worker that can hear that it is to end. */
	get #canSave(): boolean {
		return this.#begun && this.#state.kind !== "suspended";
	}

	/** Ends the worker, which writes nothing more. */
	async kill(): Promise<void> {
		this.#killed = true;
		await make(join(this.#options.folder, files.kill));
		// A job that the scheduler is just taking would stay in its queue.
		await this.#submitted;
		if (this.#id === null) return;
		// A scheduler that cannot be reached does not matter: the worker ends when it sees the file.
		await this.#options.launcher.stop(this.#id).catch(() => {});
	}

	/** What the attempt's worker printed last; empty if nothing is known. */
	async output(): Promise<string> {
		const path = join(this.#options.folder, files.output);
		const text = await readFile(path, "utf8").catch(() => "");
		return text.slice(-kept).trim().split("\n").at(-1)?.slice(0, 300) ?? "";
	}

	/** Null if the attempt goes on. */
	async #look(
		work: ExchangeRequest,
		onWord: (word: WorkerWord) => void,
	): Promise<AttemptEnd | null> {
		for (const word of await this.#words.next()) {
			const end = this.#hear(word, onWord);
			if (end === null) continue;
			await this.#untilEnded();
			return end.kind === "done" && work.kind === "job"
				? this.#withResult(end, work.request.out)
				: end;
		}
		if (this.#killed) return { kind: "stopped" };
		await this.#ask();
		const reason = await this.#lostBecause();
		if (reason === null) return null;
		await this.kill();
		return reason;
	}

	#hear(
		word: WorkerWord,
		onWord: (word: WorkerWord) => void,
	): AttemptEnd | null {
		onWord(word);
		switch (word.kind) {
			case "begun": {
				this.#begun = true;
				this.#paused = false;
				this.#beat.reset();
				const reason = this.#options.refuse(word);
				if (reason === null) return null;
				void this.kill();
				return { kind: "failed", reason, again: false };
			}
			case "paused":
				this.#paused = true;
				return null;
			case "progress":
				return null;
			case "done":
			case "failed":
			case "stopped":
				return word;
			default:
				return word satisfies never;
		}
	}

	/** Asks the scheduler from time to time. What it said before holds while it cannot be reached. */
	async #ask(): Promise<void> {
		const { launcher, times } = this.#options;
		if (this.#id === null || Date.now() - this.#askedAt < times.ask) return;
		const state = await launcher.state(this.#id).catch(() => null);
		this.#askedAt = Date.now();
		if (state === null) return;
		if (state.kind !== this.#state.kind) {
			this.#stateSince = Date.now();
			this.#beat.reset();
		}
		this.#state = state;
		// It is started again: nothing can be expected of the worker that ran before.
		if (state.kind === "waiting") this.#begun = false;
		if (this.#stopping && !this.#canSave) await this.kill();
	}

	/** How the attempt ended if its worker has gone without a last word; null if it has not gone. */
	async #lostBecause(): Promise<AttemptEnd | null> {
		const { launcher, times } = this.#options;
		const state = this.#state;
		const idle = await this.#beat.idle();
		switch (state.kind) {
			case "waiting":
			case "suspended":
				return null;
			case "running": {
				const limit = this.#begun ? times.ends : startPatience * times.ends;
				if (idle <= limit) return null;
				if (this.#paused) return this.#pausedEnd("");
				const since = `for ${Math.round(limit / 1000)} s`;
				return lost(
					this.#begun
						? `its machine has not been heard from ${since}, although ${launcher.name} says that the job is running`
						: `${launcher.name} says that the job is running, but its worker did not begin ${since}`,
				);
			}
			case "ended": {
				// Its last word may still be on its way.
				if (Date.now() - this.#stateSince < 5 * times.look) return null;
				return this.#endOf(state);
			}
			default:
				return state satisfies never;
		}
	}

	async #endOf(
		state: Extract<LaunchState, { kind: "ended" }>,
	): Promise<AttemptEnd> {
		const { launcher } = this.#options;
		if (this.#stopping) return { kind: "stopped" };
		const said = state.reason ?? (await this.output());
		const because = said === "" ? "" : `: ${said}`;
		if (this.#paused) return this.#pausedEnd(because);
		if (!this.#begun)
			return lost(`${launcher.name} ended the job before it began${because}`);
		if (state.lost) return lost(`its machine was lost${because}`);
		return { kind: "failed", reason: `the worker died${because}`, again: true };
	}

	#pausedEnd(because: string): AttemptEnd {
		const { name } = this.#options.launcher;
		return lost(
			`${name} ended the job before it was done, with a checkpoint${because}`,
		);
	}

	/** Waits, for some seconds, until the scheduler has noticed the end: only then is the seat free for another job. */
	async #untilEnded(): Promise<void> {
		const { ends, look } = this.#options.times;
		const until = Date.now() + ends / 6;
		while (Date.now() < until) {
			this.#askedAt = 0;
			await this.#ask();
			if (this.#state.kind === "ended") return;
			await wait(look);
		}
	}

	/** Waits until the result can be seen here: network file systems may show a new file late. */
	async #withResult(end: AttemptEnd, out: string): Promise<AttemptEnd> {
		const { ends, look } = this.#options.times;
		const until = Date.now() + ends;
		while (!(await isListed(out))) {
			if (Date.now() > until)
				return lost(`its result ${out} cannot be seen from this machine`);
			await wait(look);
		}
		return end;
	}
}

function lost(reason: string): AttemptEnd {
	return { kind: "failed", reason, again: true, lost: true };
}

async function make(path: string): Promise<void> {
	// The folder is missing if the job was never begun.
	await writeFile(path, "").catch(() => {});
}

async function isListed(path: string): Promise<boolean> {
	const names: string[] = await readdir(dirname(path)).catch(() => []);
	if (!names.includes(basename(path))) return false;
	const file = await open(path, "r").catch(() => null);
	await file?.close();
	return file !== null;
}

/** Makes a name that no other session or attempt has. */
export function newName(): string {
	return randomBytes(4).toString("hex");
}

export async function removeFolder(path: string): Promise<void> {
	await rm(path, { recursive: true, force: true }).catch(() => {});
}
