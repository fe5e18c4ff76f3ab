import { TemperError } from "../../core/error.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import type { PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import type { PilotEvent } from "./pilot-event.ts";
import { now, readMeasure } from "./pilot-folder.ts";
import { type Advance, advance } from "./plan/advance.ts";
import type { Tried } from "./plan/halving.ts";
import type { Job } from "./plan/job.ts";
import { openWork } from "./plan/open-work.ts";
import type { Decision, PilotState } from "./plan/pilot-state.ts";
import { spentRuns } from "./plan/spent-runs.ts";
import type { PreparedPilot } from "./prepare-pilot.ts";
import { readDone, summariseJob } from "./read-state.ts";
import { requestFor } from "./requests.ts";
import { readPilotResult } from "./result/read-pilot-result.ts";
import { measureSeconds, readSpeeds, SessionClock } from "./session-clock.ts";
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

/** Milliseconds between two forecasts while jobs only make progress. */
const foreseeEvery = 2000;

type Events = AsyncGenerator<PilotEvent, void, undefined>;

/** One process's work on a pilot: from what its folder holds to the end, or until it is stopped. */
export class PilotSession {
	readonly #recipe: PilotRecipe;
	readonly #prepared: PreparedPilot;
	readonly #options: SessionOptions;
	readonly #queue = new EventQueue<CrewMessage | "stop">();
	readonly #crew: Crew;
	#clock = new SessionClock(0, []);
	#foreseenAt = Number.NEGATIVE_INFINITY;
	readonly #done = new Map<string, Omit<Tried, "learningRate"> | null>();
	/** Runs whose checkpoints are gone for good. */
	readonly #tidied = new Set<string>();
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
		const { unfinished, times } = await folder.timesSoFar();
		this.#clock = new SessionClock(unfinished, times);
		this.#clock.speeds = await readSpeeds(folder.paths, this.#prepared.plan);
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
		folder.note({ kind: "finished", at: now() });
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
			const { jobs } = openWork(plan, this.#state);
			const found = jobs.filter((job) => folder.has(job));
			if (found.length === 0) break;
			for (const job of found) await this.#takeIn(job);
		}
		await this.#tidy();
		const timing = this.#clock.timing(this.#seats);
		return advance(plan, { ...this.#state, timing });
	}

	/** Frees the disk of checkpoints that nothing will read again. */
	async #tidy(): Promise<void> {
		if (this.#recipe.keep === "all") return;
		const { plan, folder } = this.#prepared;
		for (const run of spentRuns(plan, this.#state)) {
			if (this.#tidied.has(run)) continue;
			await folder.dropCheckpoints(run);
			this.#tidied.add(run);
		}
	}

	get #state(): PilotState {
		return {
			done: this.#done,
			failed: new Set(this.#failures.keys()),
			decisions: this.#decisions,
		};
	}

	async #takeIn(job: Job): Promise<void> {
		const { plan, folder, tasks } = this.#prepared;
		const { paths } = folder;
		this.#done.set(job.id, await readDone(paths, job));
		if (job.kind === "speed")
			this.#clock.speeds = await readSpeeds(paths, plan);
		if (job.kind !== "base") return;
		const base = await readMeasure(paths, job.id);
		const { tuningShare } = this.#recipe;
		if (base) this.#clock.base = measureSeconds(base, tasks, tuningShare);
	}

	async *#work(first: Advance): Events {
		let next = first;
		for (;;) {
			if (next.due.length > 0) {
				for (const decision of next.due) yield this.#settle(decision);
				next = await this.#advance();
				continue;
			}
			const job = this.#startable(next.jobs);
			if (job !== null) {
				yield this.#start(job);
				next = await this.#advance();
				continue;
			}
			if (next.forecast) yield { kind: "forecast", forecast: next.forecast };
			if (this.#crew.size === 0) return;
			const message = await this.#queue.next();
			if (message === "stop") continue;
			yield* this.#hear(message);
			if (message.message.kind !== "progress" || this.#isTimeToForesee())
				next = await this.#advance();
			else next = { ...next, forecast: null };
		}
	}

	#settle(decision: Decision): PilotEvent {
		this.#decisions = [...this.#decisions, decision];
		this.#prepared.folder.settle(decision);
		return { kind: "decision", decision };
	}

	/** The job to begin now; null where all processes are busy or everything else waits. */
	#startable(jobs: readonly Job[]): Job | null {
		if (this.#stopping || this.#crew.size >= this.#seats) return null;
		return jobs.find((job) => !this.#crew.isBusyWith(job)) ?? null;
	}

	#start(job: Job): PilotEvent {
		const { folder, arms, tasks, inputs } = this.#prepared;
		const { keep } = this.#recipe;
		const parts = { arms, tasks, inputs, keep, paths: folder.paths };
		const request = requestFor(job, { ...parts, steps: this.#steps });
		const attempt = this.#crew.start(job, request);
		this.#clock.begin(job);
		folder.note({ kind: "job-started", at: now(), id: job.id, attempt });
		return { kind: "job-started", job, attempt };
	}

	#isTimeToForesee(): boolean {
		const time = performance.now();
		if (time - this.#foreseenAt < foreseeEvery) return false;
		this.#foreseenAt = time;
		return true;
	}

	async *#hear({ job, message, seconds }: CrewMessage): Events {
		const { folder } = this.#prepared;
		const { id } = job;
		if (message.kind !== "progress") {
			this.#crew.release(job);
			this.#clock.end(job);
		}
		switch (message.kind) {
			case "progress":
				this.#clock.hear(job, message.progress);
				yield { kind: "progress", job, progress: message.progress };
				return;
			case "stopped":
				return;
			case "done": {
				this.#peak = Math.max(this.#peak ?? 0, message.memoryBytes);
				const time = this.#clock.remember(job, seconds, message.time);
				folder.note({
					...{ kind: "job-finished", at: now(), id, seconds },
					...(time && { time }),
				});
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
