import type { Job } from "../plan/job.ts";
import type { EventQueue } from "./event-queue.ts";
import type { Launch, Worker } from "./launch.ts";
import type { WorkMessage, WorkRequest } from "./work-request.ts";

/** Tries of a job whose process died. */
const tries = 2;

/** What a job's process said, and which try it was. */
export interface CrewMessage {
	readonly job: Job;
	readonly attempt: number;
	readonly message: WorkMessage;
	/** Since this try began. */
	readonly seconds: number;
}

/** The processes at work, by job. */
export class Crew {
	readonly #launch: Launch;
	readonly #queue: Pick<EventQueue<CrewMessage>, "push">;
	readonly #workers = new Map<string, Worker>();
	readonly #attempts = new Map<string, number>();

	constructor(launch: Launch, queue: Pick<EventQueue<CrewMessage>, "push">) {
		this.#launch = launch;
		this.#queue = queue;
	}

	/** Processes whose last word has not been heard. */
	get size(): number {
		return this.#workers.size;
	}

	isBusyWith({ id }: Job): boolean {
		return this.#workers.has(id);
	}

	/** Starts a process on a job; what it says comes through the queue. Returns which try it is, from 1. */
	start(job: Job, request: WorkRequest): number {
		const attempt = (this.#attempts.get(job.id) ?? 0) + 1;
		this.#attempts.set(job.id, attempt);
		const began = performance.now();
		const worker = this.#launch(request, (message) => {
			const seconds = (performance.now() - began) / 1000;
			this.#queue.push({ job, attempt, message, seconds });
		});
		this.#workers.set(job.id, worker);
		return attempt;
	}

	/** Takes a process off that has said its last word. */
	release({ id }: Job): void {
		this.#workers.delete(id);
	}

	/** Whether a job whose process died is worth another try. */
	mayTryAgain(
		{ id }: Job,
		failure: Extract<WorkMessage, { kind: "failed" }>,
	): boolean {
		return failure.again && (this.#attempts.get(id) ?? 0) < tries;
	}

	stop(): void {
		for (const worker of this.#workers.values()) worker.stop();
	}

	kill(): void {
		for (const worker of this.#workers.values()) worker.kill();
	}
}
