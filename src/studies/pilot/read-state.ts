import { TemperError } from "../../core/error.ts";
import type { TaskResult } from "../../eval/eval-result.ts";
import { lastEvaluation } from "./last-evaluation.ts";
import { type PilotPaths, readMeasure } from "./pilot-folder.ts";
import type { Unscored } from "./pilot-result.ts";
import type { Tried } from "./plan/halving.ts";
import type { Job } from "./plan/job.ts";
import { unscoredOf } from "./result/unscored.ts";
import { upright } from "./result/upright.ts";

/** What the target scored, the way up in which more is better; null where nothing was. */
function scoreOf({ value, better }: TaskResult): number | null {
	return value && upright(value, { better }).value;
}

/** What a job that is done tells of its learning rate; null of a job that chooses none. Throws `data`. */
export async function readDone(
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
		score: scoreOf(task),
		...(await lastEvaluation(paths.run(job.run))),
	};
}

/** What a job that is done tells people. */
export interface JobSummary {
	/** What it got in the first target; null of a job that measures no run. */
	readonly score: number | null;
	/** Null where all answers have a score. */
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
