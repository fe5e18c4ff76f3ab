import { existsSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { TemperError } from "../../../core/error.ts";
import { stopSignals } from "../../../core/stop-signals.ts";
import { startHeartbeat } from "../../../runs/folder/heartbeat.ts";
import { abandonLeases } from "../../../runs/folder/lease.ts";
import { workOn } from "../work-on.ts";
import {
	type ExchangeRequest,
	exchangeFiles as files,
	type Session,
	type WorkerWord,
} from "./exchange.ts";
import { probeFolder } from "./probe-folder.ts";
import { TouchWatch } from "./touch-watch.ts";
import { workerVersions } from "./versions.ts";

/** Exit statuses of a worker that is started with a folder. `paused`: the job can be continued. */
const status = { done: 0, killed: 130, paused: 75, nothing: 2 } as const;

/** Does the job that an attempt's folder describes; resolves with the exit status. `exit` ends the process at once. */
export async function serveFolder(
	folder: string,
	exit: (status: number) => void,
): Promise<number> {
	const path = join(dirname(folder), files.session);
	const text = await readFile(path, "utf8").catch(() => null);
	const asked = await readFile(join(folder, files.request), "utf8").catch(
		() => null,
	);
	if (text === null || asked === null) {
		console.error(
			`error: ${folder} has no request. Is the study's folder shared with this machine, and is its session still running?`,
		);
		return status.nothing;
	}
	const { id, times } = JSON.parse(text) as Session;
	const attempt = new ServedAttempt(folder, { path, text, id, times });
	if (await attempt.isOver()) return status.killed;
	const work = JSON.parse(asked) as ExchangeRequest;
	return attempt.serve(work, exit);
}

interface OpenSession extends Session {
	readonly path: string;
	readonly text: string;
}

/** An attempt at a job, as its worker sees it. */
class ServedAttempt {
	readonly #folder: string;
	readonly #session: OpenSession;
	readonly #stop = new AbortController();
	/** Whether the study asked for the end, not the machine. */
	#asked = false;
	#ending = false;

	constructor(folder: string, session: OpenSession) {
		this.#folder = folder;
		this.#session = session;
	}

	/** Whether the study has given the attempt up, or is over. */
	async isOver(): Promise<boolean> {
		if (existsSync(join(this.#folder, files.kill))) return true;
		const { path, text } = this.#session;
		return (await readFile(path, "utf8").catch(() => null)) !== text;
	}

	async serve(
		work: ExchangeRequest,
		exit: (status: number) => void,
	): Promise<number> {
		const { times } = this.#session;
		const pause = () => this.#stop.abort();
		for (const signal of stopSignals) process.on(signal, pause);
		const beat = join(this.#folder, files.beat);
		const text = `${process.pid} on ${hostname()}\n`;
		await writeFile(beat, text);
		const heartbeat = startHeartbeat(beat, text, times.every);
		const study = new TouchWatch(this.#session.path, times.ends / 2);
		const looking = setInterval(() => void this.#look(study, exit), times.look);
		try {
			return await this.#work(work);
		} finally {
			clearInterval(looking);
			heartbeat.stop();
		}
	}

	async #work(work: ExchangeRequest): Promise<number> {
		await this.#say({
			...{ kind: "begun", host: hostname(), pid: process.pid },
			versions: workerVersions(),
		});
		if (work.kind === "probe") {
			await probeFolder(this.#folder, workerVersions());
			return status.done;
		}
		const { signal } = this.#stop;
		const message = await workOn(work.request, {
			...{ signal, apart: this.#session.times.look },
			onProgress: (progress) => void this.#say({ kind: "progress", progress }),
			mayWrite: () => this.#requireGoing(),
		});
		const paused = message.kind === "stopped" && !this.#asked;
		await this.#say(paused ? { kind: "paused" } : message);
		return paused ? status.paused : status.done;
	}

	/** Looks for what the study asks for. The work ends if the study has shown no sign of life. */
	async #look(study: TouchWatch, exit: (status: number) => void) {
		if (this.#ending) return;
		if (await this.isOver()) {
			this.#ending = true;
			await abandonLeases();
			exit(status.killed);
			return;
		}
		const asked = existsSync(join(this.#folder, files.stop));
		this.#asked ||= asked;
		const silent = (await study.idle()) > this.#session.times.ends;
		if (asked || silent) this.#stop.abort();
	}

	async #requireGoing(): Promise<void> {
		if (!(await this.isOver())) return;
		throw new TemperError("disk", {
			where: this.#folder,
			expected: "an attempt that the study waits for",
			found: "that the study has given it up",
		});
	}

	async #say(word: WorkerWord): Promise<void> {
		// An attempt that was given up may have no folder any more.
		await appendFile(
			join(this.#folder, files.words),
			`${JSON.stringify(word)}\n`,
		).catch(() => {});
	}
}
