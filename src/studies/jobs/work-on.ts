import { TemperError } from "../../core/error.ts";
import type { SharedFiles } from "../../core/shared-files.ts";
import type { EngineSource } from "../../train/prepare/engine-of.ts";
import type { JobMessage, JobProgress, JobRequest } from "./job-request.ts";

/** What a process keeps from one job to the next. */
export interface JobMemory {
	/** What processes of the session share; null: nothing. */
	readonly files: SharedFiles | null;
	/** Set by the first job. */
	engines?: EngineSource;
}

export interface WorkOptions {
	/** Saves and ends the job. */
	readonly signal: AbortSignal;
	/** Milliseconds between two reports of progress. */
	readonly apart: number;
	readonly onProgress: (progress: JobProgress) => void;
	/** Called before the result is put in its place; throws if it must not be. */
	readonly mayWrite?: () => Promise<void>;
	/** Of a process that does several jobs. */
	readonly memory?: JobMemory;
}

/** An error in rows, recipe or weights comes again at every attempt; any other may not. */
function failureOf(error: unknown): JobMessage {
	const reason = error instanceof Error ? error.message : String(error);
	const again = !(error instanceof TemperError) || error.code === "internal";
	return { kind: "failed", reason, again };
}

/** Does a job in this process and says how it ended. */
export async function workOn(
	request: JobRequest,
	{ signal, apart, onProgress, mayWrite, memory }: WorkOptions,
): Promise<JobMessage> {
	let toldAt = Number.NEGATIVE_INFINITY;
	try {
		// Loaded here, so that a module which cannot be loaded is reported like any other failure.
		const { doJob } = await import("./do-job.ts");
		const { peakMemory } = await import("../../train/watch/peak-memory.ts");
		if (memory !== undefined && memory.engines === undefined) {
			const kept = await import("../../train/prepare/kept-engines.ts");
			memory.engines = kept.keptEngines(memory.files);
		}
		const done = await doJob(request, {
			signal,
			...(memory?.engines && { engines: memory.engines }),
			...(mayWrite !== undefined && { mayWrite }),
			onProgress(progress) {
				const time = performance.now();
				if (time - toldAt < apart) return;
				toldAt = time;
				onProgress(progress);
			},
		});
		if (done.outcome === "stopped") return { kind: "stopped" };
		return { kind: "done", memoryBytes: peakMemory(), time: done.time };
	} catch (error) {
		return failureOf(error);
	}
}
