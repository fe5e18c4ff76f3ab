import type { RunSpeed } from "../jobs/job-request.ts";
import type { StudyTypes } from "../study.ts";
import type { PilotNote } from "./pilot-note.ts";
import type { PilotResult } from "./pilot-result.ts";
import type { Job } from "./plan/job.ts";
import type { Decision } from "./plan/pilot-state.ts";
import type { MeasureSeconds, RunTime } from "./plan/timing.ts";
import type { Tried } from "./plan/tried.ts";
import type { JobSummary } from "./read-job.ts";

/** What a pilot needs of a finished job; a part that its kind of job does not have is null. */
export interface PilotReading extends JobSummary {
	/** What a learning rate got at a rung. */
	readonly tried: Omit<Tried, "learningRate"> | null;
	/** What the runs of an arm take. */
	readonly speed: { readonly arm: string; readonly runs: RunSpeed } | null;
	/** What measuring the base took. */
	readonly base: MeasureSeconds | null;
}

/** The types of a pilot as a study. */
export interface PilotTypes extends StudyTypes {
	readonly job: Job;
	readonly reading: PilotReading;
	readonly decision: Decision;
	readonly result: PilotResult;
	readonly note: PilotNote;
	readonly time: RunTime;
}
