import type { JobMessage, JobRequest } from "./job-request.ts";

/** One job under way. */
export interface Worker {
	/** Asks the worker to save what it has and end. */
	stop(): void;
	/** Ends the worker at once. */
	kill(): void;
}

/** What decides how many jobs run at the same time. */
export interface CrewLoad {
	/** The number that was asked for; null: as many as fit. */
	readonly parallel: number | null;
	/** Size of the model's folder. */
	readonly modelBytes: number;
	/** The most memory that a worker has taken so far; null before the first is done. */
	readonly peakBytes: number | null;
	/** Whether jobs share one device, which takes one at a time. */
	readonly sharedDevice: boolean;
}

/** Runs jobs: in processes of this machine, or on any machine that reads and writes the same files. */
export interface Crew {
	/** What starts the jobs, for messages: `Slurm`. Left out if they are processes of this machine. */
	readonly launcher?: string;
	/**
	 * Called once before the first job, with the study's folder: prepares the crew and checks that it can work. Throws what is wrong. The
	 * signal ends it early.
	 */
	open?(study: string, signal: AbortSignal | null): Promise<void>;
	/** Called once at the end of a session that opened the crew. */
	close?(): Promise<void>;
	/** How many jobs run at the same time. */
	seats(load: CrewLoad): number;
	/** Starts a job. `tell` receives all messages of its worker; the last one says how it ended, and always comes. */
	start(request: JobRequest, tell: (message: JobMessage) => void): Worker;
}
