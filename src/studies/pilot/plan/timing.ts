import type { Job, Measure } from "./job.ts";

/** What the runs of an arm take, as a few real steps told. */
export interface ArmSpeed {
	/** Seconds until the first step: reading, compiling, scoring the reference, the first evaluation. */
	readonly start: number;
	/** Seconds of each optimizer step. */
	readonly perStep: number;
	/** Seconds of what a whole run does a fixed number of times, however many steps it has. */
	readonly perRun: number;
	/** Steps of a run as the recipe has them. */
	readonly steps: number;
	/** Checkpoints that a run keeps at most. */
	readonly checkpoints: number;
	/** Bytes of one checkpoint, and of a result. */
	readonly checkpointBytes: number;
	readonly resultBytes: number;
}

/** What a job of a run took, in seconds. */
export interface JobTime {
	/** Slug of the arm. */
	readonly arm: string;
	readonly measure: Measure;
	readonly starting: number;
	/** From the first step of the job to its last. */
	readonly training: number;
	/** Share of a whole run that was trained in that time. */
	readonly share: number;
	readonly measuring: number;
}

/** How far a job is that is being worked on. */
export interface Busy {
	readonly job: Job;
	/** Since its process was started. */
	readonly seconds: number;
	/** Share of the run's steps that is done; null before the first step of the job. */
	readonly share: number | null;
	/** What was trained since the first step: seconds, and share of a whole run. */
	readonly trained: { readonly seconds: number; readonly share: number };
	/** Seconds since training ended and measuring began; null before. */
	readonly measuring: number | null;
}

/** What measures of one model take, in seconds. */
export type MeasureSeconds = Readonly<Record<Measure, number>>;

/** All that is known of how long work takes. */
export interface Timing {
	/** Processes side by side. */
	readonly seats: number;
	/** Seconds of work so far, those of earlier sessions included. */
	readonly elapsed: number;
	/** By slug of the arm; empty where speeds were not measured. */
	readonly speeds: ReadonlyMap<string, ArmSpeed>;
	/** Of the base; null before it was measured. */
	readonly base: MeasureSeconds | null;
	/** Of finished jobs, in the order in which they ended. */
	readonly times: readonly JobTime[];
	/** Jobs at work, by id. */
	readonly busy: ReadonlyMap<string, Busy>;
}
