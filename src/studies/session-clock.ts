import { AtWork } from "./jobs/at-work.ts";
import type { JobProgress } from "./jobs/job-request.ts";
import type { StudyTiming, StudyTypes } from "./study.ts";

const now = () => performance.now() / 1000;

/** Keeps what a session's work takes. */
export class SessionClock<T extends StudyTypes> {
	readonly #began = now();
	readonly #atWork = new AtWork<T["job"]>();
	readonly #before: number;
	readonly #times: T["time"][];

	/** `before`: seconds that earlier sessions worked on what is not finished yet. `times`: of jobs that they finished. */
	constructor(before: number, times: readonly T["time"][]) {
		this.#before = before;
		this.#times = [...times];
	}

	begin(job: T["job"]): void {
		this.#atWork.begin(job, now());
	}

	hear(job: T["job"], progress: JobProgress): void {
		this.#atWork.hear(job, progress, now());
	}

	/** Takes off a job that has ended. */
	end(job: T["job"]): void {
		this.#atWork.end(job);
	}

	/** Remembers what a finished job took. */
	remember(time: T["time"]): void {
		this.#times.push(time);
	}

	timing(seats: number): StudyTiming<T> {
		const time = now();
		return {
			...{ seats, times: this.#times },
			elapsed: this.#before + time - this.#began,
			busy: this.#atWork.busy(time),
		};
	}
}
