import type { Crew } from "./jobs/crew.ts";
import { EventQueue } from "./jobs/event-queue.ts";
import type { TrainTime } from "./jobs/job-request.ts";
import { JobRunner, type RunnerMessage } from "./jobs/job-runner.ts";
import { decisionsIn, failuresIn, secondsWorked, timesIn } from "./journal.ts";
import { SessionClock } from "./session-clock.ts";
import type { Advance, Study, StudyState, StudyTypes } from "./study.ts";
import type { StudyEvent } from "./study-event.ts";
import { now, type StudyFolder } from "./study-folder.ts";

export interface StudySessionOptions {
	/** Null: as many as the crew has seats for. */
	readonly parallel: number | null;
	readonly signal: AbortSignal | null;
	readonly crew: Crew;
}

/** Milliseconds between two forecasts while jobs only make progress. */
const forecastEvery = 2000;

type Events<T extends StudyTypes> = AsyncGenerator<
	StudyEvent<T>,
	void,
	undefined
>;

/** One process's work on a study: from what its folder holds to the end, or until it is stopped. */
export class StudySession<T extends StudyTypes> {
	readonly #study: Study<T>;
	readonly #folder: StudyFolder;
	readonly #options: StudySessionOptions;
	readonly #queue = new EventQueue<RunnerMessage<T["job"]> | "stop">();
	readonly #runner: JobRunner<T["job"]>;
	#clock = new SessionClock<T>(0, []);
	#forecastAt = Number.NEGATIVE_INFINITY;
	readonly #done = new Map<string, T["reading"]>();
	/** Runs whose checkpoints were removed. */
	readonly #tidied = new Set<string>();
	readonly #failed = new Set<string>();
	#decisions: readonly T["decision"][] = [];
	#peak: number | null = null;
	#isCrewOpen = false;

	constructor(
		study: Study<T>,
		folder: StudyFolder,
		options: StudySessionOptions,
	) {
		this.#study = study;
		this.#folder = folder;
		this.#options = options;
		this.#runner = new JobRunner(options.crew, this.#queue);
	}

	async *run(): Events<T> {
		await this.#remember();
		const { signal } = this.#options;
		const stop = () => {
			this.#runner.stop();
			this.#queue.push("stop");
		};
		signal?.addEventListener("abort", stop);
		const { root: folder } = this.#folder.paths;
		try {
			const first = await this.#advance();
			const done = await this.#folder.count();
			const launcher = this.#options.crew.launcher ?? null;
			yield { kind: "start", folder, done, seats: this.#seats, launcher };
			for (const note of this.#study.notes ?? []) yield { kind: "note", note };
			yield* this.#work(first);
		} finally {
			signal?.removeEventListener("abort", stop);
		}
		if (this.#stopping) {
			yield { kind: "end", reason: "interrupted", result: null, folder };
			return;
		}
		const result = await this.#result();
		yield { kind: "end", reason: "finished", result, folder };
	}

	/** Ends what is still at work, and lets the folder go. */
	async close(): Promise<void> {
		this.#runner.kill();
		try {
			if (this.#isCrewOpen) await this.#options.crew.close?.();
		} finally {
			await this.#folder.close();
		}
	}

	get #stopping(): boolean {
		return this.#options.signal?.aborted === true;
	}

	get #seats(): number {
		const { parallel, crew } = this.#options;
		const load = this.#study.load ?? { modelBytes: 0, sharedDevice: false };
		return crew.seats({ ...load, parallel, peakBytes: this.#peak });
	}

	get #state(): StudyState<T> {
		return {
			...{ done: this.#done, failed: this.#failed },
			decisions: this.#decisions,
		};
	}

	/** Takes in what earlier sessions decided and how long they worked. */
	async #remember(): Promise<void> {
		await this.#folder.forgetUnscored();
		const journal = await this.#folder.history<T["decision"], T["time"]>();
		this.#decisions = decisionsIn(journal).filter(
			(one) => this.#study.holds?.(one) ?? true,
		);
		const last = journal.findLastIndex(({ kind }) => kind === "finished");
		const unfinished = secondsWorked(journal.slice(last + 1));
		this.#clock = new SessionClock(unfinished, timesIn(journal));
	}

	async #result(): Promise<T["result"]> {
		await this.#folder.requireHeld();
		this.#folder.note({ kind: "finished", at: now() });
		return this.#study.result({
			...{ paths: this.#folder.paths, done: this.#done },
			decisions: this.#decisions,
			failures: failuresIn(await this.#folder.history()),
		});
	}

	/** What follows from what is done; jobs whose results are on disk are taken in along the way. */
	async #advance(): Promise<Advance<T>> {
		for (;;) {
			const { jobs } = this.#study.advance(this.#state);
			const found = jobs.filter((job) => this.#folder.has(job));
			if (found.length === 0) break;
			for (const job of found) await this.#takeIn(job);
		}
		await this.#tidy();
		const timing = this.#clock.timing(this.#seats);
		return this.#study.advance({ ...this.#state, timing });
	}

	async #takeIn(job: T["job"]): Promise<T["reading"]> {
		const reading = await this.#study.read(job, this.#folder.paths);
		this.#done.set(job.id, reading);
		return reading;
	}

	/** Frees the disk of checkpoints that nothing will read again. */
	async #tidy(): Promise<void> {
		for (const run of this.#study.spent?.(this.#state) ?? []) {
			if (this.#tidied.has(run)) continue;
			await this.#folder.dropCheckpoints(run);
			this.#tidied.add(run);
		}
	}

	async *#work(first: Advance<T>): Events<T> {
		let next = first;
		for (;;) {
			const { jobs, due = [], forecast = null } = next;
			await this.#folder.requireHeld();
			if (due.length > 0) {
				for (const decision of due) yield await this.#settle(decision);
				next = await this.#advance();
				continue;
			}
			const job = this.#startable(jobs);
			if (job !== null && !this.#isCrewOpen) {
				await this.#openCrew();
				continue;
			}
			if (job !== null) {
				yield await this.#start(job);
				next = await this.#advance();
				continue;
			}
			if (forecast) yield { kind: "forecast", forecast };
			if (this.#runner.size === 0) return;
			const message = await this.#queue.next();
			if (message === "stop") continue;
			yield* this.#hear(message);
			if (message.message.kind !== "progress" || this.#isTimeToForecast())
				next = await this.#advance();
			else next = { ...next, forecast: null };
		}
	}

	async #settle(decision: T["decision"]): Promise<StudyEvent<T>> {
		await this.#folder.settle(decision);
		this.#decisions = [...this.#decisions, decision];
		return { kind: "decision", decision };
	}

	/** The job to begin now; null if all seats are taken or everything else waits. */
	#startable(jobs: readonly T["job"][]): T["job"] | null {
		if (this.#stopping || this.#runner.size >= this.#seats) return null;
		return jobs.find((job) => !this.#runner.isBusyWith(job)) ?? null;
	}

	/** Only for a job: a study that is done asks nothing of other machines. */
	async #openCrew(): Promise<void> {
		const { crew, signal } = this.#options;
		this.#isCrewOpen = true;
		await crew.open?.(this.#folder.paths.root, signal);
	}

	async #start(job: T["job"]): Promise<StudyEvent<T>> {
		const { paths } = this.#folder;
		const decisions = this.#decisions;
		const work = await this.#study.work(job, { paths, decisions });
		const out = paths.measure(job.id);
		const attempt = this.#runner.start(job, { ...work, out });
		this.#clock.begin(job);
		const { id } = job;
		this.#folder.note({ kind: "job-started", at: now(), id, attempt });
		return { kind: "job-started", job, attempt };
	}

	#isTimeToForecast(): boolean {
		const time = performance.now();
		if (time - this.#forecastAt < forecastEvery) return false;
		this.#forecastAt = time;
		return true;
	}

	async *#hear({ job, message, seconds }: RunnerMessage<T["job"]>): Events<T> {
		const { id } = job;
		if (message.kind !== "progress") {
			this.#runner.release(job);
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
				const time = this.#timeOf(job, seconds, message.time);
				this.#folder.note({
					...{ kind: "job-finished", at: now(), id, seconds },
					...(time !== null && { time }),
				});
				const reading = await this.#takeIn(job);
				yield { kind: "job-finished", job, seconds, reading };
				return;
			}
			case "failed": {
				const { reason } = message;
				this.#folder.note({ kind: "job-failed", at: now(), id, reason });
				const again = this.#runner.mayTryAgain(job, message) && !this.#stopping;
				if (!again) this.#failed.add(id);
				yield { kind: "job-failed", job, reason, again };
				if (again || this.#stopping) return;
				const fatal = this.#study.fatal?.(job, reason, this.#folder.paths);
				if (fatal) throw fatal;
				return;
			}
			default:
				message satisfies never;
		}
	}

	/** Remembers what a finished job took; null if the study keeps nothing of it. */
	#timeOf(
		job: T["job"],
		seconds: number,
		trained: TrainTime | null,
	): T["time"] | null {
		if (trained === null || !this.#study.timed) return null;
		const { training, measuring } = trained;
		const starting = Math.max(0, seconds - training - measuring);
		const time = this.#study.timed(job, { starting, ...trained });
		if (time !== null) this.#clock.remember(time);
		return time;
	}
}
