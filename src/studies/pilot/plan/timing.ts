import type { Busy } from "../../jobs/at-work.ts";
import type { JobTime, RunSpeed } from "../../jobs/job-request.ts";
import type { Job, Measure } from "./job.ts";

/** What a job of a run took. */
export interface RunTime extends JobTime {
	/** Slug of the arm. */
	readonly arm: string;
	readonly measure: Measure;
}

/** What measures of one model take, in seconds. */
export type MeasureSeconds = Readonly<Record<Measure, number>>;

/** All that is known of how long work takes. */
export interface Timing {
	/** Jobs that run at the same time, at most. */
	readonly seats: number;
	/** Seconds of work so far, those of earlier sessions included. */
	readonly elapsed: number;
	/** By slug of the arm; empty if speeds were not measured. */
	readonly speeds: ReadonlyMap<string, RunSpeed>;
	/** Of the base models that were measured, by the ids of their jobs. */
	readonly bases: ReadonlyMap<string, MeasureSeconds>;
	/** Of finished jobs, in the order in which they ended. */
	readonly times: readonly RunTime[];
	/** Jobs at work, by id. */
	readonly busy: ReadonlyMap<string, Busy<Job>>;
}
