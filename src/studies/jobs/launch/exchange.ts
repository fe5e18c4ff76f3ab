import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobMessage, JobRequest } from "../job-request.ts";

/**
 * The files through which a study and a worker on another machine speak. A session of a study has a folder with `session.json`, which the study
 * touches as long as it lives; each attempt at a job has a folder inside.
 */
export const exchangeFiles = {
	/** Of the session, written by the study. */
	session: "session.json",
	/** Written by the study before the worker is started. */
	request: "request.json",
	/** Words of the worker, one line of JSON each. */
	words: "words.jsonl",
	/** Touched by the worker as long as it lives. */
	beat: "beat",
	/** Made by the study: save and end. */
	stop: "stop",
	/** Made by the study: end at once and write nothing more. */
	kill: "kill",
	/** What the worker printed. */
	output: "output.txt",
	/** Written by the worker of a probe. */
	probe: "probe.json",
} as const;

/** Milliseconds: how often both sides look and touch, and after how long without a touch the other side counts as gone. */
export interface ExchangeTimes {
	readonly look: number;
	readonly every: number;
	readonly ends: number;
	/** Between two questions to the scheduler. */
	readonly ask: number;
}

/** What `session.json` holds. */
export interface Session {
	readonly id: string;
	readonly times: ExchangeTimes;
}

/** What `request.json` holds. */
export type ExchangeRequest =
	| { readonly kind: "job"; readonly request: JobRequest }
	| { readonly kind: "probe" };

/** Versions of the programs that a worker runs in. */
export interface WorkerVersions {
	readonly temper: string;
	readonly node: string;
}

/** What a worker says. */
export type WorkerWord =
	| JobMessage
	| {
			readonly kind: "begun";
			readonly host: string;
			readonly pid: number;
			readonly versions: WorkerVersions;
	  }
	/** Its machine or its scheduler asked it to end; what it has is saved, and the job can be continued. */
	| { readonly kind: "paused" };

/** What the worker of a probe found. */
export interface ProbeFile {
	readonly host: string;
	/** Milliseconds that its clock is ahead of the file system's. */
	readonly ahead: number;
	readonly versions: WorkerVersions;
}

/** Reads the words of a worker, as far as their lines are complete. */
export class WordReader {
	readonly #path: string;
	#read = 0;

	constructor(folder: string) {
		this.#path = join(folder, exchangeFiles.words);
	}

	/** Those that were written since the last call. */
	async next(): Promise<WorkerWord[]> {
		const bytes = await readFile(this.#path).catch(() => null);
		if (bytes === null) return [];
		const end = bytes.lastIndexOf(10) + 1;
		if (end <= this.#read) return [];
		const lines = bytes.subarray(this.#read, end).toString().split("\n");
		this.#read = end;
		return lines.flatMap((line) => parseWord(line) ?? []);
	}
}

/** A line that a killed worker cut off, and another continued, is no word. */
function parseWord(line: string): WorkerWord | null {
	try {
		const word = JSON.parse(line) as WorkerWord | null;
		return typeof word?.kind === "string" ? word : null;
	} catch {
		return null;
	}
}
