/**
 * The main module of a worker process. Started by another process, it does the jobs that this process sends through the channel between
 * the two, one after the other, and reports back through it; what it shares with other workers lies in the folder that it is given. It ends
 * after a job that failed or was stopped. Started by hand with the path of a folder, on any machine that sees it, it does the job that is
 * described there, and reports by files.
 * @module
 */

import { SharedFiles } from "../../core/shared-files.ts";
import { stopSignals } from "../../core/stop-signals.ts";
import { EventQueue } from "./event-queue.ts";
import type { JobMessage, JobRequest } from "./job-request.ts";
import { stopWord } from "./stop-word.ts";
import { type JobMemory, workOn } from "./work-on.ts";

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

/**
 * Signals such as Ctrl+C, which reach the whole group of processes, are the parent's to answer: it then sends the word to stop. If the
 * parent is gone, the work ends at once.
 */
async function serveParent(shared: string | undefined): Promise<void> {
	for (const signal of stopSignals) process.on(signal, () => {});
	process.on("disconnect", () => process.exit(status.interrupted));
	const requests = new EventQueue<JobRequest>();
	let stop = new AbortController();
	process.on("message", (message: JobRequest | typeof stopWord) => {
		if (message === stopWord) stop.abort();
		else {
			// A word to stop that came after the end of the last job was meant for that one.
			stop = new AbortController();
			requests.push(message);
		}
	});
	const files = shared === undefined ? null : new SharedFiles(shared);
	const memory: JobMemory = { files };
	const onProgress = (progress: Progress) =>
		void tell({ kind: "progress", progress });
	for (;;) {
		const request = await requests.next();
		const { signal } = stop;
		const end = await workOn(request, { signal, apart, onProgress, memory });
		await tell(end);
		if (end.kind !== "done") process.exit(status.done);
	}
}

type Progress = Extract<JobMessage, { kind: "progress" }>["progress"];

const [folder] = process.argv.slice(2);
if (process.send) await serveParent(folder);
else if (folder !== undefined) {
	const { serveFolder } = await import("./launch/serve-folder.ts");
	process.exit(await serveFolder(folder, (code) => process.exit(code)));
} else {
	console.error("error: this module is started by a study, not by hand.");
	process.exit(status.userError);
}
