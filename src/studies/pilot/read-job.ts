import { TemperError } from "../../core/error.ts";
import { unscoredOf } from "../measures/unscored.ts";
import { uprightScore } from "../measures/upright.ts";
import { readMeasure } from "../study-folder.ts";
import { lastEvaluation } from "./last-evaluation.ts";
import type { PilotPaths } from "./pilot-paths.ts";
import type { Unscored } from "./pilot-result.ts";
import type { Job } from "./plan/job.ts";
import type { Tried } from "./plan/tried.ts";

/** What a job that is done says about its learning rate; null for a job that chooses none. Throws `data`. */
export async function readTried(
	paths: PilotPaths,
	job: Job,
): Promise<Omit<Tried, "learningRate"> | null> {
	if (job.kind !== "run" || job.measure !== "tuning") return null;
	const [task] = (await readMeasure(paths, job.id))?.tasks ?? [];
	if (task === undefined)
		throw new TemperError("data", {
			where: paths.measure(job.id),
			expected: "the results of a task",
			found: "none",
			hint: "Remove the file: it is made again.",
		});
	return {
		score: uprightScore(task),
		...(await lastEvaluation(paths.run(job.run))),
	};
}

/** What people are shown of a job that is done. */
export interface JobSummary {
	/** The score in the first target; null for a job that measures no run. */
	readonly score: number | null;
	/** Null if all answers have a score. */
	readonly unscored: Unscored | null;
}

/** Reads what a job measured. Throws `data`. */
export async function summariseJob(
	paths: PilotPaths,
	job: Job,
): Promise<JobSummary> {
	if (job.kind === "speed") return { score: null, unscored: null };
	const { tasks = [] } = (await readMeasure(paths, job.id)) ?? {};
	const target = tasks.find(({ axis }) => axis === "target");
	return {
		score: job.kind === "run" ? (target?.value?.value ?? null) : null,
		unscored: unscoredOf(tasks),
	};
}
