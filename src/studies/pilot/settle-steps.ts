import type { EvalResult } from "../../eval/eval-result.ts";
import { readJsonFile } from "../../formats/json-file.ts";
import type { PilotPaths } from "./pilot-folder.ts";
import { type PilotPlan, workOf } from "./plan/advance.ts";
import { speedJob } from "./plan/job.ts";
import type { Speed } from "./work/work-request.ts";

/** Seconds that a process takes to start and to read its model and rows. */
const start = 3;

/** Share of the time that is planned with: what is measured alone takes longer among others. */
const prudence = 0.75;

/** Fewer steps than this teach nothing. */
const least = 8;

export interface TimePlan {
	readonly minutes: number;
	readonly seats: number;
	/** Of one step, and of one measure in everything that counts. */
	readonly secondsPerStep: number;
	readonly secondsPerMeasure: number;
}

/** Steps of each run with which a whole pilot fits into its time; a multiple of the points at which it is looked at. */
export function stepsWithin(plan: PilotPlan, time: TimePlan): number {
	const { runs, tuning, test } = workOf(plan);
	const { minutes, seats, secondsPerStep, secondsPerMeasure } = time;
	const all = 60 * minutes * seats * prudence;
	const jobs = tuning + test;
	const measuring = (test + tuning / 2) * secondsPerMeasure + jobs * start;
	const steps = Math.floor((all - measuring) / (runs * secondsPerStep));
	return Math.max(least, steps - (steps % least));
}

/** The same from what the first jobs measured. Throws `data`. */
export async function settleSteps(
	plan: PilotPlan,
	paths: PilotPaths,
	base: EvalResult,
	{ minutes, seats }: Pick<TimePlan, "minutes" | "seats">,
): Promise<number> {
	const { secondsPerStep } = (await readJsonFile(
		paths.measure(speedJob.id),
		"data",
	)) as Partial<Speed>;
	return stepsWithin(plan, {
		...{ minutes, seats, secondsPerMeasure: base.seconds },
		secondsPerStep: secondsPerStep ?? Number.POSITIVE_INFINITY,
	});
}
