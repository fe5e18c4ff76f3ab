import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeError } from "../../../core/file-error.ts";
import { startHeartbeat } from "../../../runs/folder/heartbeat.ts";
import type { Crew, CrewLoad, Worker } from "../crew.ts";
import type { JobMessage, JobRequest } from "../job-request.ts";
import { Attempt, newName, removeFolder } from "./attempt.ts";
import { probeLauncher } from "./check-launcher.ts";
import {
	type ExchangeTimes,
	exchangeFiles as files,
	type Session,
} from "./exchange.ts";
import type { Launcher } from "./launcher.ts";
import { refuseVersions } from "./versions.ts";

export interface FileCrewOptions {
	readonly launcher: Launcher;
	/** Jobs that run at the same time, unless another number is asked for. */
	readonly seats: number;
	/** The line for `sh` that starts a worker on the folder of an attempt. */
	readonly command: (folder: string) => string;
	readonly times?: ExchangeTimes;
}

export const exchangeTimes: ExchangeTimes = {
	...{ look: 1000, every: 15_000, ends: 60_000, ask: 3000 },
};

/** The folder inside a study's folder through which it speaks with its workers. */
export const exchangeFolder = "jobs";

interface OpenSession {
	readonly folder: string;
	readonly end: () => void;
}

/** Runs the jobs of a study on other machines, which share only a folder with this one. */
export class FileCrew implements Crew {
	readonly #options: FileCrewOptions;
	readonly #times: ExchangeTimes;
	#session: OpenSession | null = null;
	#attempts = 0;
	/** Attempts that are being ended. */
	readonly #ending = new Set<Promise<unknown>>();

	constructor(options: FileCrewOptions) {
		this.#options = options;
		this.#times = options.times ?? exchangeTimes;
	}

	get launcher(): string {
		return this.#options.launcher.name;
	}

	seats({ parallel }: CrewLoad): number {
		return parallel ?? this.#options.seats;
	}

	/** Ends what earlier sessions left running, and checks launcher and storage by a job that computes nothing. Throws `device`. */
	async open(study: string, signal: AbortSignal | null = null): Promise<void> {
		const root = join(study, exchangeFolder);
		const id = newName();
		const folder = join(root, id);
		const session: Session = { id, times: this.#times };
		const text = JSON.stringify(session);
		try {
			await mkdir(root, { recursive: true });
			// Workers whose session is gone end at once.
			for (const name of await readdir(root))
				await removeFolder(join(root, name));
			await mkdir(folder);
			await writeFile(join(folder, files.session), text);
		} catch (error) {
			throw writeError(error, folder);
		}
		const path = join(folder, files.session);
		const heartbeat = startHeartbeat(path, text, this.#times.every);
		this.#session = { folder, end: heartbeat.stop };
		const probe = this.#attempt(folder);
		await probeLauncher(probe, { ...this.#options, study, signal });
	}

	start(request: JobRequest, tell: (message: JobMessage) => void): Worker {
		const { folder } = this.#session ?? {};
		if (folder === undefined) throw new Error("the crew is not open");
		const { attempt } = this.#attempt(folder);
		void attempt
			.run({ kind: "job", request }, (word) => {
				if (word.kind === "progress") tell(word);
			})
			.then(tell, (error: Error) =>
				tell({ kind: "failed", reason: error.message, again: true }),
			);
		return {
			stop: () => this.#end(attempt.stop()),
			kill: () => this.#end(attempt.kill()),
		};
	}

	/** Waits until the schedulers know which jobs are ended, and removes the files of the session. */
	async close(): Promise<void> {
		await Promise.allSettled(this.#ending);
		if (this.#session === null) return;
		this.#session.end();
		await removeFolder(this.#session.folder);
		this.#session = null;
	}

	#attempt(session: string) {
		const folder = join(session, `${++this.#attempts}`);
		const { launcher, command } = this.#options;
		const attempt = new Attempt({
			...{ folder, launcher, command, times: this.#times },
			refuse: (word) => refuseVersions(word, launcher.name),
		});
		return { attempt, folder };
	}

	#end(ending: Promise<void>): void {
		const settled = ending
			.catch(() => {})
			.finally(() => this.#ending.delete(settled));
		this.#ending.add(settled);
	}
}
