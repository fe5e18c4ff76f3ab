import type { StudyEvent } from "../study-event.ts";
import type { PilotTypes } from "./pilot-types.ts";
import type { Job } from "./plan/job.ts";
import type { JobSummary } from "./read-job.ts";

/** Everything that happens in a pilot, in order. */
export type PilotEvent =
	| Exclude<StudyEvent<PilotTypes>, { kind: "job-finished" }>
	| ({
			readonly kind: "job-finished";
			readonly job: Job;
			readonly seconds: number;
	  } & JobSummary);
