import type { Crew, CrewLoad } from "../crew.ts";
import type { JobMessage, JobRequest } from "../job-request.ts";
import { seatsFor } from "../seats.ts";
import { SharedFolder } from "./shared-folder.ts";
import { WorkerProcess } from "./worker-process.ts";

/**
 * Processes of this machine. A process that has done a job is kept for the next one, so that modules, tokenizers and sessions are not
 * loaded again; one that failed, or that was told to stop, is not. What they compute for each other lies in a folder of temporary files. Each
 * ends when this process does, however that ends.
 */
export class ProcessCrew implements Crew {
	/** Processes without a job, the last one that became free at the end. */
	readonly #idle: WorkerProcess[] = [];
	readonly #shared = new SharedFolder();
	#busy = 0;
	#seats = 1;

	async open(): Promise<void> {
		await this.#shared.open();
	}

	seats(load: CrewLoad): number {
		this.#seats = seatsFor(load);
		return this.#seats;
	}

	start(request: JobRequest, tell: (message: JobMessage) => void) {
		const worker =
			this.#idle.pop() ??
			new WorkerProcess(this.#shared.path, (one) => this.#remove(one));
		this.#busy++;
		return worker.assign(request, (message) => {
			if (message.kind !== "progress") {
				this.#busy--;
				if (message.kind === "done") this.#keep(worker);
			}
			tell(message);
		});
	}

	/** Ends the processes that have no job. */
	async close(): Promise<void> {
		await Promise.all(this.#idle.splice(0).map((worker) => worker.end()));
		await this.#shared.close();
	}

	/** Only as many as there are seats: each holds memory. */
	#keep(worker: WorkerProcess): void {
		if (this.#idle.length + this.#busy < this.#seats) this.#idle.push(worker);
		else void worker.end();
	}

	#remove(worker: WorkerProcess): void {
		const place = this.#idle.indexOf(worker);
		if (place >= 0) this.#idle.splice(place, 1);
	}
}

/** The crew of studies that name no other. */
export const processCrew: Crew = new ProcessCrew();
