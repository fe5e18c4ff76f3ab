/**
 * The main module of a worker process: does the one job that the process which started it sends through the channel
 * between the two, and reports back through it.
 * @module
 */

import { TemperError } from "../../core/error.ts";
import { stopSignals } from "../../core/stop-signals.ts";
import type { JobMessage, JobRequest } from "./job-request.ts";
import { stopWord } from "./stop-word.ts";

const status = { done: 0, userError: 2, interrupted: 130 } as const;

/** Milliseconds between two messages of progress. */
const apart = 200;

/** Sends a message to the parent process; resolves when it has been handed over. */
async function tell(message: JobMessage): Promise<void> {
	await new Promise<void>((resolve) => {
		if (process.send) process.send(message, undefined, {}, () => resolve());
		else resolve();
	});
}

/** An error in rows, recipe or weights comes again at every attempt; any other may not. */
function failureOf(error: unknown): JobMessage {
	const reason = error instanceof Error ? error.message : String(error);
	const again = !(error instanceof TemperError) || error.code === "internal";
	return { kind: "failed", reason, again };
}

async function workOn(
	request: JobRequest,
	signal: AbortSignal,
): Promise<JobMessage> {
	let toldAt = Number.NEGATIVE_INFINITY;
	try {
		// Loaded here, so that a module which cannot be loaded is reported like any other failure.
		const { doJob } = await import("./do-job.ts");
		const { peakMemory } = await import("../../train/watch/peak-memory.ts");
		const done = await doJob(request, {
			signal,
			onProgress(progress) {
				const time = performance.now();
				if (time - toldAt < apart) return;
				toldAt = time;
				void tell({ kind: "progress", progress });
			},
		});
		if (done.outcome === "stopped") return { kind: "stopped" };
		return { kind: "done", memoryBytes: peakMemory(), time: done.time };
	} catch (error) {
		return failureOf(error);
	}
}

/**
 * Signals such as Ctrl+C, which reach the whole group of processes, are the parent's to answer: it then sends the word to stop. If the
 * parent is gone, the work ends at once.
 */
async function serve(): Promise<void> {
	for (const signal of stopSignals) process.on(signal, () => {});
	process.on("disconnect", () => process.exit(status.interrupted));
	const stop = new AbortController();
	const request = await new Promise<JobRequest>((resolve) => {
		process.on("message", (message: JobRequest | typeof stopWord) => {
			if (message === stopWord) stop.abort();
			else resolve(message);
		});
	});
	await tell(await workOn(request, stop.signal));
	process.exit(status.done);
}

if (process.send) await serve();
else {
	console.error("error: this module is started by a study, not by hand.");
	process.exit(status.userError);
}
