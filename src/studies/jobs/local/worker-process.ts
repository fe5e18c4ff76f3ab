import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type StopSignal, stopSignals } from "../../../core/stop-signals.ts";
import type { Worker } from "../crew.ts";
import type { JobMessage, JobRequest } from "../job-request.ts";
import { stopWord } from "../stop-word.ts";
import { workerArguments } from "../worker-arguments.ts";

/** Characters of what a process wrote before it died that are kept. */
const kept = 2000;

interface Assignment {
	readonly tell: (message: JobMessage) => void;
	stopping: boolean;
	/** How a job ended that was not done; passed on when the process is gone and has let its run go. */
	last: JobMessage | null;
}

/** A process that does jobs, one after the other. */
export class WorkerProcess {
	readonly #child: ChildProcess;
	#tail = "";
	#assignment: Assignment | null = null;

	/**
	 * `shared`: a folder that it shares with others; null if it shares nothing. `onGone` is called when the process has ended, with a job or
	 * without one.
	 */
	constructor(shared: string | null, onGone: (worker: WorkerProcess) => void) {
		const folders = shared === null ? [] : [shared];
		const args = [...workerArguments(), ...folders];
		this.#child = spawn(process.execPath, args, {
			stdio: ["ignore", "ignore", "pipe", "ipc"],
		});
		this.#child.stderr?.on("data", (bytes: Buffer) => {
			this.#tail = (this.#tail + bytes.toString()).slice(-kept);
		});
		this.#child.on("message", (message: JobMessage) => this.#hear(message));
		this.#child.on("error", (error) => {
			onGone(this);
			this.#settle({ kind: "failed", reason: error.message, again: true });
		});
		this.#child.on("close", (status, signal) => {
			onGone(this);
			this.#afterEnd(status, signal);
		});
	}

	/** Gives it a job. Its messages come through `tell`; after `done` it is free for the next one. */
	assign(request: JobRequest, tell: (message: JobMessage) => void): Worker {
		const assignment: Assignment = { tell, stopping: false, last: null };
		this.#assignment = assignment;
		this.#hold(true);
		this.#child.send(request, () => {});
		const isAtWork = () => this.#assignment === assignment;
		return {
			stop: () => {
				if (!isAtWork()) return;
				assignment.stopping = true;
				if (this.#child.connected) this.#child.send(stopWord, () => {});
			},
			kill: () => {
				if (isAtWork()) this.#child.kill("SIGKILL");
			},
		};
	}

	/** Ends a process that has no job; resolves when it is gone. */
	async end(): Promise<void> {
		const { exitCode, signalCode } = this.#child;
		if (exitCode !== null || signalCode !== null) return;
		this.#hold(true);
		const gone = once(this.#child, "close");
		this.#child.kill("SIGKILL");
		await gone;
	}

	#hear(message: JobMessage): void {
		const assignment = this.#assignment;
		if (assignment === null) return;
		if (message.kind === "progress") assignment.tell(message);
		else if (message.kind === "done") this.#settle(message);
		else assignment.last = message;
	}

	#afterEnd(status: number | null, signal: NodeJS.Signals | null): void {
		const assignment = this.#assignment;
		if (assignment === null) return;
		// A signal to the whole group ends a worker that was only starting.
		if (assignment.stopping && isStop(signal))
			assignment.last ??= { kind: "stopped" };
		const reason = deathOf(status, signal, this.#tail);
		this.#settle(assignment.last ?? { kind: "failed", reason, again: true });
	}

	/** Frees the process before its last message is heard, which may give it the next job. */
	#settle(message: JobMessage): void {
		const assignment = this.#assignment;
		this.#assignment = null;
		this.#hold(false);
		assignment?.tell(message);
	}

	/** A process without a job does not keep this one from ending. */
	#hold(hold: boolean): void {
		const way = hold ? "ref" : "unref";
		this.#child[way]();
		this.#child.channel?.[way]();
		const pipe = this.#child.stderr as { ref?(): void; unref?(): void } | null;
		pipe?.[way]?.();
	}
}

function isStop(signal: string | null): boolean {
	return stopSignals.includes(signal as StopSignal);
}

/** How a process died, with the last line that it wrote. */
function deathOf(
	status: number | null,
	signal: string | null,
	tail: string,
): string {
	const line = tail.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
	const how =
		signal === null
			? `the process ended with status ${status}`
			: `the process was ended by ${signal}${signal === "SIGKILL" ? ", for example because memory ran out" : ""}`;
	return line === "" ? how : `${how}: ${line}`;
}
