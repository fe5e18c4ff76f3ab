import {
	runStudy,
	type Study,
	type StudyTypes,
} from "../src/exports/studies.ts";

export interface FollowOptions<T extends StudyTypes> {
	readonly folder: string;
	/** Jobs that run at the same time. */
	readonly parallel: number;
	/** Called after each job that has ended well. */
	readonly afterJob?: (job: T["job"]) => void;
}

/**
 * Runs a study to its end, or until Ctrl+C, with a line on standard error for each job. Null if it was interrupted; the
 * same command continues it. Throws if a job failed for good.
 */
export async function followStudy<T extends StudyTypes>(
	study: Study<T>,
	{ folder, parallel, afterJob }: FollowOptions<T>,
): Promise<T["result"] | null> {
	const stop = new AbortController();
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.once(signal, () => stop.abort());
	const failed: string[] = [];
	let result: T["result"] | null = null;
	const { signal } = stop;
	for await (const event of runStudy(study, { folder, parallel, signal })) {
		if (event.kind === "job-finished") {
			console.error(`${event.job.id}: done in ${event.seconds.toFixed(0)} s`);
			afterJob?.(event.job);
		}
		if (event.kind === "job-failed") {
			console.error(`${event.job.id}: ${event.reason}`);
			if (!event.again) failed.push(event.job.id);
		}
		if (event.kind === "end") result = event.result;
	}
	if (failed.length > 0)
		throw new Error(
			`jobs failed, and the study has no result: ${failed.join(", ")}`,
		);
	return result;
}
