import type { PilotNote } from "./pilot-note.ts";
import type { PilotResult } from "./pilot-result.ts";
import type { Forecast } from "./plan/advance.ts";
import type { Job } from "./plan/job.ts";
import type { Decision } from "./plan/pilot-state.ts";
import type { JobSummary } from "./read-state.ts";
import type { WorkProgress } from "./work/work-request.ts";

/** Everything that happens in a pilot, in order. */
export type PilotEvent =
	| {
			readonly kind: "start";
			readonly folder: string;
			/** Jobs that earlier sessions finished. */
			readonly done: number;
			/** Processes that work side by side, at most. */
			readonly seats: number;
	  }
	| { readonly kind: "note"; readonly note: PilotNote }
	| {
			readonly kind: "job-started";
			readonly job: Job;
			readonly attempt: number;
	  }
	| {
			readonly kind: "progress";
			readonly job: Job;
			readonly progress: WorkProgress;
	  }
	| ({
			readonly kind: "job-finished";
			readonly job: Job;
			readonly seconds: number;
	  } & JobSummary)
	| {
			readonly kind: "job-failed";
			readonly job: Job;
			readonly reason: string;
			/** Whether it is tried again. */
			readonly again: boolean;
	  }
	| { readonly kind: "decision"; readonly decision: Decision }
	/** When it will have ended, as far as can be told by now. */
	| { readonly kind: "forecast"; readonly forecast: Forecast }
	| {
			readonly kind: "end";
			readonly reason: "finished" | "interrupted";
			/** Null where it was interrupted. */
			readonly result: PilotResult | null;
			readonly folder: string;
	  };
