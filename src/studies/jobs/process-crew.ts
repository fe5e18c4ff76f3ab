import { spawn } from "node:child_process";
import { type StopSignal, stopSignals } from "../../core/stop-signals.ts";
import type { Crew } from "./crew.ts";
import type { JobMessage } from "./job-request.ts";
import { seatsFor } from "./seats.ts";
import { stopWord } from "./stop-word.ts";
import { workerArguments } from "./worker-arguments.ts";

/** Characters of what a process wrote before it died that are kept. */
const kept = 2000;

/** Processes of this machine. Each ends when this process does, however that ends. */
export const processCrew: Crew = {
	seats: seatsFor,
	start(request, tell) {
		const child = spawn(process.execPath, workerArguments(), {
			stdio: ["ignore", "ignore", "pipe", "ipc"],
		});
		let tail = "";
		let ended = false;
		let stopping = false;
		const end = (message: JobMessage) => {
			if (!ended) tell(message);
			ended = true;
		};
		child.stderr?.on("data", (bytes: Buffer) => {
			tail = (tail + bytes.toString()).slice(-kept);
		});
		// The last message is passed on when the process is gone and has let its run go.
		let last: JobMessage | null = null;
		child.on("message", (message: JobMessage) => {
			if (message.kind === "progress") tell(message);
			else last = message;
		});
		child.on("error", (error) => {
			end({ kind: "failed", reason: error.message, again: true });
		});
		child.on("close", (status, signal) => {
			// A signal to the whole group ends a worker that was only starting.
			if (stopping && isStop(signal)) last ??= { kind: "stopped" };
			const reason = deathOf(status, signal, tail);
			end(last ?? { kind: "failed", reason, again: true });
		});
		child.send(request, () => {});
		return {
			stop() {
				stopping = true;
				if (child.connected) child.send(stopWord, () => {});
			},
			kill() {
				child.kill("SIGKILL");
			},
		};
	},
};

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
