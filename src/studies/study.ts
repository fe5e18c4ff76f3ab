import type { TemperError } from "../core/error.ts";
import type { Busy } from "./jobs/at-work.ts";
import type { CrewLoad } from "./jobs/crew.ts";
import type { JobTime, Work } from "./jobs/job-request.ts";
import type { StudyPaths } from "./study-paths.ts";
import type { SpecRules, StudySpec } from "./study-spec.ts";

/** A job as a study knows it: its own meaning (an arm, a learning rate, a seed) under a unique id, `sft/seed-0`. */
export interface StudyJob {
	readonly id: string;
}

/** The types of a study. One that needs no decisions, say, leaves that key as it is here. */
export interface StudyTypes {
	readonly job: StudyJob;
	/** What the study needs of a finished job. */
	readonly reading: unknown;
	/** Something that what was measured settles, once and for all. Plain JSON. */
	readonly decision: unknown;
	readonly result: unknown;
	/** Something that a reader of the study should know and that no number says. */
	readonly note: unknown;
	/** What the journal keeps of the time that a job took. Plain JSON. */
	readonly time: unknown;
}

/** The progress of a study. */
export interface StudyState<T extends StudyTypes = StudyTypes> {
	/** Readings of the jobs that are done, by id. */
	readonly done: ReadonlyMap<string, T["reading"]>;
	/** Ids of jobs that failed and are not tried again. */
	readonly failed: ReadonlySet<string>;
	readonly decisions: readonly T["decision"][];
	/** What the work has taken so far; absent when only the order of dependencies matters. */
	readonly timing?: StudyTiming<T>;
}

/** The timing of a study: the time so far, and its finished and running jobs. */
export interface StudyTiming<T extends StudyTypes = StudyTypes> {
	/** Jobs that run at the same time, at most. */
	readonly seats: number;
	/** Seconds of work so far, including earlier sessions since the study was last finished. */
	readonly elapsed: number;
	/** Of finished jobs, in the order in which they ended. */
	readonly times: readonly T["time"][];
	/** Jobs under way, by id. */
	readonly busy: ReadonlyMap<string, Busy<T["job"]>>;
}

/** When a study will have ended, estimated from what its jobs have taken so far. */
export interface Forecast {
	/** Seconds until then. */
	readonly left: number;
	/** Seconds by which its limit will be exceeded; 0 if it ends in time or has no limit. */
	readonly late: number;
}

/** What can be done now. */
export interface Advance<T extends StudyTypes = StudyTypes> {
	/** Jobs that wait for nothing and are neither done nor failed, in the order in which to begin them. */
	readonly jobs: readonly T["job"][];
	/** Decisions that are due; with them, more jobs may come. */
	readonly due?: readonly T["decision"][];
	/** Null before enough is known. */
	readonly forecast?: Forecast | null;
}

/** What a study that has ended makes its result from. */
export interface EndedStudy<T extends StudyTypes = StudyTypes> {
	readonly paths: StudyPaths;
	readonly done: ReadonlyMap<string, T["reading"]>;
	readonly decisions: readonly T["decision"][];
	/** Why jobs failed that have not been done since, by id. */
	readonly failures: ReadonlyMap<string, string>;
}

/**
 * A study: what to train and measure, which decisions follow, and what the result is. It is plain data and functions; runStudy
 * does the work. A study whose jobs are all done or failed, with no decision due, has ended.
 */
export interface Study<T extends StudyTypes = StudyTypes> {
	/** Names the study's own files: `pilot` has `pilot.json` and `pilot.jsonl`. */
	readonly name: string;
	/** What the study's folder must have been begun with. */
	readonly spec: StudySpec;
	readonly rules?: SpecRules;
	readonly notes?: readonly T["note"][];
	/** What decides how many jobs run at the same time; without it, small models on the CPU are assumed. */
	readonly load?: Pick<CrewLoad, "modelBytes" | "sharedDevice">;
	/** What follows from the state. Pure: the same state always gives the same result. */
	advance(state: StudyState<T>): Advance<T>;
	/** What a worker does for a job. */
	work(
		job: T["job"],
		context: Pick<EndedStudy<T>, "paths" | "decisions">,
	): Work | Promise<Work>;
	/** Reads the result of a finished job. Throws `data`. */
	read(job: T["job"], paths: StudyPaths): Promise<T["reading"]>;
	/** What the study comes to when all its jobs are done or have failed. */
	result(ended: EndedStudy<T>): T["result"] | Promise<T["result"]>;
	/** Runs whose checkpoints nothing will read again, by their names inside `runs/`. Their checkpoints are removed. */
	spent?(state: StudyState<T>): readonly string[];
	/** What the journal keeps of the time that a job took, for forecasts; null: nothing. */
	timed?(job: T["job"], time: JobTime): T["time"] | null;
	/** Whether a decision of an earlier session is still valid; all are if it is left out. */
	holds?(decision: T["decision"]): boolean;
	/** The error with which the study ends if a job fails for good; null: the study continues without the job. */
	fatal?(job: T["job"], reason: string, paths: StudyPaths): TemperError | null;
}
