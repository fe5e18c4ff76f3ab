import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { WorkMessage, WorkRequest } from "./work-request.ts";

/** A process at work. */
export interface Worker {
	/** Asks it to save what it has and end. */
	stop(): void;
	/** Ends it at once. */
	kill(): void;
}

/** Starts a process on a job. `tell` hears all that it says, and last of all, always, how it ended. */
export type Launch = (
	request: WorkRequest,
	tell: (message: WorkMessage) => void,
) => Worker;

/** The command line of this package, as it stands beside this file: compiled, or as it was written. */
function cliEntry(): string {
	const name = import.meta.url.endsWith(".ts") ? "main.ts" : "main.js";
	return fileURLToPath(new URL(`../../../cli/${name}`, import.meta.url));
}

/** The word that makes the command line a worker. */
export const workCommand = "pilot-work";

/** Characters of what a process wrote before it died that are kept. */
const kept = 2000;

/** What a process is asked for by its channel, beside its request. */
export const stopWord = "stop";

/** Starts the command line of this package as a worker. It ends when this process does, however that ends. */
export const launchWorker: Launch = (request, tell) => {
	const child = spawn(
		process.execPath,
		[...process.execArgv, cliEntry(), workCommand],
		{ stdio: ["ignore", "ignore", "pipe", "ipc"] },
	);
	let tail = "";
	let ended = false;
	const end = (message: WorkMessage) => {
		if (!ended) tell(message);
		ended = true;
	};
	child.stderr?.on("data", (bytes: Buffer) => {
		tail = (tail + bytes.toString()).slice(-kept);
	});
	// A last word is passed on when the process is gone and has let its run go.
	let last: WorkMessage | null = null;
	child.on("message", (message: WorkMessage) => {
		if (message.kind === "progress") tell(message);
		else last = message;
	});
	child.on("error", (error) => {
		end({ kind: "failed", reason: error.message, again: true });
	});
	child.on("close", (status, signal) => {
		end(
			last ?? {
				kind: "failed",
				reason: deathOf(status, signal, tail),
				again: true,
			},
		);
	});
	child.send(request, () => {});
	return {
		stop() {
			if (child.connected) child.send(stopWord, () => {});
		},
		kill() {
			child.kill("SIGKILL");
		},
	};
};

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
			: `the process was ended by ${signal}${signal === "SIGKILL" ? ", as for want of memory" : ""}`;
	return line === "" ? how : `${how}: ${line}`;
}
