import { TemperError } from "../../core/error.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import type { PilotRecipe } from "../../recipes/parse-pilot.ts";
import type { PilotEvent } from "./pilot-event.ts";
import { now, readMeasure } from "./pilot-folder.ts";
import {
	type Advance,
	advance,
	type Decision,
	type PilotState,
} from "./plan/advance.ts";
import type { Tried } from "./plan/halving.ts";
import { baseJob, type Job } from "./plan/job.ts";
import type { PreparedPilot } from "./prepare-pilot.ts";
import { readDone, summariseJob } from "./read-state.ts";
import { needsBase, requestFor } from "./requests.ts";
import { readPilotResult } from "./result/read-pilot-result.ts";
import { settleSteps } from "./settle-steps.ts";
import { Crew, type CrewMessage } from "./work/crew.ts";
import { EventQueue } from "./work/event-queue.ts";
import type { Launch } from "./work/launch.ts";
import { seatsFor } from "./work/seats.ts";

export interface SessionOptions {
	/** Null: as many as the machine takes. */
	readonly parallel: number | null;
	readonly signal: AbortSignal | null;
	readonly launch: Launch;
}

type Events = AsyncGenerator<PilotEvent, void, undefined>;

/** One process's work on a pilot: from what its folder holds to the end, or until it is stopped. */
export class PilotSession {
	readonly #recipe: PilotRecipe;
	readonly #prepared: PreparedPilot;
	readonly #options: SessionOptions;
	readonly #queue = new EventQueue<CrewMessage | "stop">();
	readonly #crew: Crew;
	readonly #done = new Map<string, Omit<Tried, "learningRate"> | null>();
	readonly #failures = new Map<string, string>();
	#decisions: Decision[] = [];
	#peak: number | null = null;

	constructor(
		recipe: PilotRecipe,
		prepared: PreparedPilot,
		options: SessionOptions,
	) {
		this.#recipe = recipe;
		this.#prepared = prepared;
		this.#options = options;
		this.#crew = new Crew(options.launch, this.#queue);
	}

	async *run(): Events {
		const { folder, notes } = this.#prepared;
		await folder.forgetUnscored();
		this.#decisions = await folder.decisions();
		const { signal } = this.#options;
		const stop = () => {
			this.#crew.stop();
			this.#queue.push("stop");
		};
		signal?.addEventListener("abort", stop);
		const { root } = folder.paths;
		try {
			const first = await this.#advance();
			const done = await folder.count();
			yield { kind: "start", folder: root, done, seats: this.#seats };
			for (const note of notes) yield { kind: "note", note };
			yield* this.#work(first);
		} finally {
			signal?.removeEventListener("abort", stop);
		}
		if (this.#stopping) {
			yield { kind: "end", reason: "interrupted", result: null, folder: root };
			return;
		}
		const result = await readPilotResult(this.#recipe, this.#prepared, {
			decisions: this.#decisions,
			failures: await folder.failures(),
			steps: this.#steps,
		});
		if (result.recipe !== null)
			await writeFileAtomic(folder.paths.recipe, result.recipe);
		yield { kind: "end", reason: "finished", result, folder: root };
	}

	/** Ends what is still at work, and lets the folder go. */
	async close(): Promise<void> {
		this.#crew.kill();
		await this.#prepared.folder.close();
	}

	get #stopping(): boolean {
		return this.#options.signal?.aborted === true;
	}

	get #seats(): number {
		return seatsFor({
			parallel: this.#options.parallel,
			modelBytes: this.#prepared.modelBytes,
			peakBytes: this.#peak,
			sharedDevice: this.#recipe.arms.some(
				({ recipe }) => recipe.device.kind !== "cpu",
			),
		});
	}

	get #steps(): number | null {
		const { budget } = this.#recipe;
		if (budget !== null && "steps" in budget) return budget.steps;
		const settled = this.#decisions.find(({ kind }) => kind === "steps");
		return settled?.kind === "steps" ? settled.steps : null;
	}

	/** What follows from what is done; jobs that stand done on disk are taken in along the way. */
	async #advance(): Promise<Advance> {
		const { plan, folder } = this.#prepared;
		for (;;) {
			const state: PilotState = {
				done: this.#done,
				failed: new Set(this.#failures.keys()),
				decisions: this.#decisions,
			};
			const next = advance(plan, state);
			const found = next.jobs.filter((job) => folder.has(job));
			if (found.length === 0) return next;
			for (const job of found)
				this.#done.set(job.id, await readDone(folder.paths, job));
		}
	}

	async *#work(first: Advance): Events {
		let next = first;
		for (;;) {
			if (next.due.length > 0 || next.stepsDue) {
				for (const decision of next.due) yield this.#settle(decision);
				if (next.stepsDue) yield this.#settle(await this.#stepsDecision());
				next = await this.#advance();
				continue;
			}
			if (!this.#stopping) yield* this.#start(next.jobs);
			if (this.#crew.size === 0) return;
			const message = await this.#queue.next();
			if (message === "stop") continue;
			yield* this.#hear(message);
			if (message.message.kind !== "progress") next = await this.#advance();
		}
	}

	#settle(decision: Decision): PilotEvent {
		this.#decisions = [...this.#decisions, decision];
		this.#prepared.folder.settle(decision);
		return { kind: "decision", decision };
	}

	async #stepsDecision(): Promise<Decision> {
		const { plan, folder } = this.#prepared;
		const { budget } = this.#recipe;
		const base = await readMeasure(folder.paths, baseJob.id);
		const minutes = budget !== null && "minutes" in budget ? budget.minutes : 0;
		if (base === null) throw this.#failed(baseJob, "it was not measured");
		const steps = await settleSteps(plan, folder.paths, base, {
			...{ minutes, seats: this.#seats },
		});
		return { kind: "steps", steps };
	}

	*#start(jobs: readonly Job[]): Generator<PilotEvent> {
		const { folder, arms, tasks, inputs } = this.#prepared;
		const parts = { arms, tasks, inputs, paths: folder.paths };
		for (const job of jobs) {
			if (this.#crew.size >= this.#seats) return;
			if (this.#crew.isBusyWith(job)) continue;
			const waits = job.kind === "run" && needsBase(tasks);
			if (waits && !this.#done.has(baseJob.id)) continue;
			const request = requestFor(job, { ...parts, steps: this.#steps });
			const attempt = this.#crew.start(job, request);
			folder.note({ kind: "job-started", at: now(), id: job.id, attempt });
			yield { kind: "job-started", job, attempt };
		}
	}

	async *#hear({ job, message, seconds }: CrewMessage): Events {
		const { folder } = this.#prepared;
		const { id } = job;
		if (message.kind !== "progress") this.#crew.release(job);
		switch (message.kind) {
			case "progress":
				yield { kind: "progress", job, progress: message.progress };
				return;
			case "stopped":
				return;
			case "done": {
				this.#peak = Math.max(this.#peak ?? 0, message.memoryBytes);
				folder.note({ kind: "job-finished", at: now(), id, seconds });
				const summary = await summariseJob(folder.paths, job);
				yield { kind: "job-finished", job, seconds, ...summary };
				return;
			}
			case "failed": {
				const { reason } = message;
				folder.note({ kind: "job-failed", at: now(), id, reason });
				const again = this.#crew.mayTryAgain(job, message) && !this.#stopping;
				if (!again) this.#failures.set(id, reason);
				yield { kind: "job-failed", job, reason, again };
				if (!again && job.kind !== "run" && !this.#stopping)
					throw this.#failed(job, reason);
				return;
			}
			default:
				message satisfies never;
		}
	}

	/** Without the base there is nothing to compare with. */
	#failed({ id }: Job, reason: string): TemperError {
		return new TemperError("data", {
			where: `${this.#prepared.folder.paths.root}, ${id}`,
			expected: "a base that can be measured and trained from",
			found: reason.replace(/\.$/, ""),
		});
	}
}
