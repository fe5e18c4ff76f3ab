import type { Crew, Worker } from "./crew.ts";
import type { EventQueue } from "./event-queue.ts";
import type { JobMessage, JobRequest } from "./job-request.ts";

/** Attempts at a job whose worker died. */
const attempts = 2;

/** Attempts that may be lost in a row, with their machines, without any progress of the job. */
const mostLost = 5;

/** What happened to a job in earlier attempts and in this one. */
interface Tries {
	readonly attempts: number;
	/** Attempts that ended for reasons other than the job itself. */
	readonly lost: number;
	/** Of these, those since the job was last further than ever before. */
	readonly lostInRow: number;
	/** The largest share of the run that was trained. */
	readonly share: number;
}

const noTries: Tries = { attempts: 0, lost: 0, lostInRow: 0, share: 0 };

/** A message of a job's worker. */
export interface RunnerMessage<Job> {
	readonly job: Job;
	/** Which attempt it was, from 1. */
	readonly attempt: number;
	readonly message: JobMessage;
	/** Since this attempt began. */
	readonly seconds: number;
}

/** The jobs under way, each with its worker. */
export class JobRunner<Job extends { readonly id: string }> {
	readonly #crew: Crew;
	readonly #queue: Pick<EventQueue<RunnerMessage<Job>>, "push">;
	readonly #workers = new Map<string, Worker>();
	readonly #tries = new Map<string, Tries>();

	constructor(crew: Crew, queue: Pick<EventQueue<RunnerMessage<Job>>, "push">) {
		this.#crew = crew;
		this.#queue = queue;
	}

	/** Jobs whose last message has not been heard. */
	get size(): number {
		return this.#workers.size;
	}

	isBusyWith({ id }: Job): boolean {
		return this.#workers.has(id);
	}

	/** Starts a worker on a job; its messages come through the queue. Returns which attempt it is, from 1. */
	start(job: Job, request: JobRequest): number {
		const tries = this.#triesOf(job);
		const attempt = tries.attempts + 1;
		this.#tries.set(job.id, { ...tries, attempts: attempt });
		const began = performance.now();
		const worker = this.#crew.start(request, (message) => {
			const seconds = (performance.now() - began) / 1000;
			this.#note(job, message);
			this.#queue.push({ job, attempt, message, seconds });
		});
		this.#workers.set(job.id, worker);
		return attempt;
	}

	/** Takes off a job whose last message has been heard. */
	release({ id }: Job): void {
		this.#workers.delete(id);
	}

	/**
	 * Whether a failed job is worth another attempt. An attempt that was lost with its machine does not count, unless five in a row were
	 * lost without progress.
	 */
	mayTryAgain(
		job: Job,
		failure: Extract<JobMessage, { kind: "failed" }>,
	): boolean {
		if (!failure.again) return false;
		const tries = this.#triesOf(job);
		return failure.lost === true
			? tries.lostInRow < mostLost
			: tries.attempts - tries.lost < attempts;
	}

	#triesOf({ id }: Job): Tries {
		return this.#tries.get(id) ?? noTries;
	}

	#note(job: Job, message: JobMessage): void {
		const tries = this.#triesOf(job);
		if (message.kind === "failed" && message.lost === true) {
			const { lost, lostInRow } = tries;
			const more = { lost: lost + 1, lostInRow: lostInRow + 1 };
			this.#tries.set(job.id, { ...tries, ...more });
			return;
		}
		if (message.kind !== "progress") return;
		const { phase, share } = message.progress;
		if (phase === "training" && share > tries.share)
			this.#tries.set(job.id, { ...tries, share, lostInRow: 0 });
	}

	stop(): void {
		for (const worker of this.#workers.values()) worker.stop();
	}

	kill(): void {
		for (const worker of this.#workers.values()) worker.kill();
	}
}
