import type { Crew, Worker } from "./crew.ts";
import type { EventQueue } from "./event-queue.ts";
import type { JobMessage, JobRequest } from "./job-request.ts";

/** Attempts at a job whose worker died. */
const attempts = 2;

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
	readonly #attempts = new Map<string, number>();

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
		const attempt = (this.#attempts.get(job.id) ?? 0) + 1;
		this.#attempts.set(job.id, attempt);
		const began = performance.now();
		const worker = this.#crew.start(request, (message) => {
			const seconds = (performance.now() - began) / 1000;
			this.#queue.push({ job, attempt, message, seconds });
		});
		this.#workers.set(job.id, worker);
		return attempt;
	}

	/** Takes off a job whose last message has been heard. */
	release({ id }: Job): void {
		this.#workers.delete(id);
	}

	/** Whether a failed job is worth another attempt. */
	mayTryAgain(
		{ id }: Job,
		failure: Extract<JobMessage, { kind: "failed" }>,
	): boolean {
		return failure.again && (this.#attempts.get(id) ?? 0) < attempts;
	}

	stop(): void {
		for (const worker of this.#workers.values()) worker.stop();
	}

	kill(): void {
		for (const worker of this.#workers.values()) worker.kill();
	}
}
