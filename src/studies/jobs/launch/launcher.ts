/** A process to be started on some machine. */
export interface LaunchJob {
	/** Letters, digits and hyphens; differs between all jobs. */
	readonly name: string;
	/** A folder that every machine sees at this path, for files of the launcher's own. */
	readonly folder: string;
	/** A line for `sh` that does the job and replaces the shell. */
	readonly command: string;
}

/** What a scheduler says about a job. */
export type LaunchState =
	/** Not yet, or not any more: it is in a queue or will be started again. */
	| { readonly kind: "waiting" }
	| { readonly kind: "running" }
	/** Its processes are halted and will go on: until then nothing can be expected of them. */
	| { readonly kind: "suspended" }
	| {
			readonly kind: "ended";
			/** Whether the machine or the scheduler ended it, not the process itself. */
			readonly lost: boolean;
			/** What the scheduler says about the end; null if it says nothing. */
			readonly reason: string | null;
	  };

/** Starts processes on machines of a cluster. All methods throw `device` if the scheduler cannot be asked. */
export interface Launcher {
	/** For messages: `Ray at http://head:8265`. */
	readonly name: string;
	/** Resolves with the name by which the scheduler knows the job. */
	submit(job: LaunchJob): Promise<string>;
	state(id: string): Promise<LaunchState>;
	/** Ends a job, or takes it out of the queue. A job that has ended is left as it is. */
	stop(id: string): Promise<void>;
}
