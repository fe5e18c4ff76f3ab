import type { JobProgress } from "./jobs/job-request.ts";
import type { Forecast, StudyTypes } from "./study.ts";

/** Everything that happens in a study, in order. */
export type StudyEvent<T extends StudyTypes = StudyTypes> =
	| {
			readonly kind: "start";
			readonly folder: string;
			/** Jobs that earlier sessions finished. */
			readonly done: number;
			/** Jobs that run at the same time, at most. */
			readonly seats: number;
			/** What starts them, for example `Slurm`; null if they are processes of this machine. */
			readonly launcher: string | null;
	  }
	| { readonly kind: "note"; readonly note: T["note"] }
	| {
			readonly kind: "job-started";
			readonly job: T["job"];
			readonly attempt: number;
	  }
	| {
			readonly kind: "progress";
			readonly job: T["job"];
			readonly progress: JobProgress;
	  }
	| {
			readonly kind: "job-finished";
			readonly job: T["job"];
			readonly seconds: number;
			readonly reading: T["reading"];
	  }
	| {
			readonly kind: "job-failed";
			readonly job: T["job"];
			readonly reason: string;
			/** Whether it is tried again. */
			readonly again: boolean;
	  }
	| { readonly kind: "decision"; readonly decision: T["decision"] }
	/** When it will have ended, as far as can be told by now. */
	| { readonly kind: "forecast"; readonly forecast: Forecast }
	| {
			readonly kind: "end";
			readonly reason: "finished" | "interrupted";
			/** Null if it was interrupted. */
			readonly result: T["result"] | null;
			readonly folder: string;
	  };
