import type { JobProgress } from "../../studies/jobs/job-request.ts";
import type { Forecast, StudyJob } from "../../studies/study.ts";
import { bar } from "../terminal/bar.ts";
import { shortPath } from "../terminal/short-path.ts";
import { harmless, type Style, type Terminal } from "../terminal/terminal.ts";
import { showDuration, showNumber } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";

/** Seconds of delay that are worth a warning. */
const leastDelay = 5;

/** Milliseconds between two drawings of what is under way. */
const apart = 100;

/** What a study calls its parts. */
export interface StudyWords<Job, Decision, Note> {
	/** `pilot`. */
	readonly name: string;
	job(job: Job): string;
	/** How much of its work a finished job did, if that is not all: ` to 50% of its steps`. */
	part(job: Job): string;
	decision(decision: Decision): string;
	note(note: Note): string;
}

/** What happens in a study, as far as people watch it. */
export type WatchedEvent<Job, Decision, Note> =
	| {
			readonly kind: "start";
			readonly folder: string;
			readonly done: number;
			readonly seats: number;
			readonly launcher: string | null;
	  }
	| { readonly kind: "note"; readonly note: Note }
	| {
			readonly kind: "job-started";
			readonly job: Job;
			readonly attempt: number;
	  }
	| {
			readonly kind: "progress";
			readonly job: Job;
			readonly progress: JobProgress;
	  }
	| FinishedJob<Job>
	| {
			readonly kind: "job-failed";
			readonly job: Job;
			readonly reason: string;
			readonly again: boolean;
	  }
	| { readonly kind: "decision"; readonly decision: Decision }
	| { readonly kind: "forecast"; readonly forecast: Forecast }
	| { readonly kind: "end" };

interface FinishedJob<Job> {
	readonly kind: "job-finished";
	readonly job: Job;
	readonly seconds: number;
	readonly score: number | null;
	readonly unscored: { readonly count: number; readonly reason: string } | null;
}

/** A study on the screen: a line for each process at work where a person watches, and lines that stay for what is done. */
export class StudyView<Job extends StudyJob, Decision, Note> {
	readonly #words: StudyWords<Job, Decision, Note>;
	readonly #terminal: Terminal;
	readonly #atWork = new Map<
		string,
		{ job: Job; progress: JobProgress | null }
	>();
	#forecast: { readonly left: number; readonly at: number } | null = null;
	/** Seconds of the last warning that the pilot will be late. */
	#warned = 0;
	#drawnAt = Number.NEGATIVE_INFINITY;

	constructor(words: StudyWords<Job, Decision, Note>, terminal: Terminal) {
		this.#words = words;
		this.#terminal = terminal;
	}

	show(event: WatchedEvent<Job, Decision, Note>): void {
		switch (event.kind) {
			case "start":
				this.#start(event);
				return;
			case "note":
				this.#lines(`note: ${this.#words.note(event.note)}`, "yellow");
				return;
			case "job-started":
				this.#atWork.set(event.job.id, { job: event.job, progress: null });
				this.#draw(true);
				return;
			case "progress":
				this.#atWork.set(event.job.id, event);
				this.#draw(false);
				return;
			case "job-finished":
				this.#finished(event);
				return;
			case "job-failed":
				this.#atWork.delete(event.job.id);
				this.#lines(
					`${this.#words.job(event.job)}: ${event.again ? "failed, and will be retried" : "failed"}: ${event.reason}`,
					event.again ? "yellow" : "red",
				);
				this.#draw(true);
				return;
			case "decision":
				this.#lines(this.#words.decision(event.decision), "cyan");
				return;
			case "forecast":
				this.#foresee(event.forecast);
				return;
			case "end":
				this.#terminal.status(null);
				return;
			default:
				event satisfies never;
		}
	}

	/** Takes away what is under way, for what else is to be said. */
	clear(): void {
		this.#terminal.status(null);
	}

	#start({
		folder,
		done,
		...where
	}: Extract<WatchedEvent<Job, Decision, Note>, { kind: "start" }>) {
		const before = done === 0 ? "" : `; ${done} jobs were done before`;
		this.#lines(
			`${this.#words.name} folder: ${shortPath(folder)} (${seatsWords(where)}${before})`,
			null,
		);
	}

	#finished(event: FinishedJob<Job>): void {
		const { job, seconds, score, unscored } = event;
		this.#atWork.delete(job.id);
		const got = score === null ? "" : `, score ${showNumber(score)}`;
		this.#lines(
			`${this.#words.job(job)}${this.#words.part(job)}: done in ${showDuration(seconds)}${got}`,
			null,
		);
		if (unscored !== null)
			this.#lines(
				`  ${unscored.count} ${unscored.count === 1 ? "answer" : "answers"} could not be scored: ${unscored.reason}`,
				"yellow",
			);
		this.#draw(true);
	}

	/** Warns again if it will be later by half than it was said. */
	#foresee({ left, late }: Forecast): void {
		this.#forecast = { left, at: performance.now() };
		if (late > Math.max(leastDelay, 1.5 * this.#warned)) {
			this.#warned = late;
			this.#lines(
				`this ${this.#words.name} will end about ${showDuration(late)} later than its budget of minutes allows`,
				"yellow",
			);
		}
		this.#draw(true);
	}

	/** `about 3 min 20 s left`; empty before enough is known. */
	#leftWords(): string[] {
		if (this.#forecast === null) return [];
		const since = (performance.now() - this.#forecast.at) / 1000;
		const left = Math.max(0, this.#forecast.left - since);
		return [`about ${showDuration(left)} left`];
	}

	#draw(now: boolean): void {
		const time = performance.now();
		if (!now && time - this.#drawnAt < apart) return;
		this.#drawnAt = time;
		const lines = [...this.#atWork.values()].map(({ job, progress }) => {
			if (progress === null)
				return `${bar(0, 12)} ${this.#words.job(job)}: starting`;
			const { share, phase, place, nll } = progress;
			const loss = nll === null ? "" : `, nll ${showNumber(nll)}`;
			return `${bar(share, 12)} ${this.#words.job(job)}: ${phase} ${harmless(place)}${loss}`;
		});
		this.#terminal.status(
			lines.length === 0 ? null : [...lines, ...this.#leftWords()].join("\n"),
		);
	}

	#lines(text: string, style: Style | null): void {
		for (const line of wrap(harmless(text), this.#terminal.columns, 2))
			this.#terminal.line(
				style === null ? line : this.#terminal.paint(style, line),
			);
	}
}

/** `4 processes in parallel`, or `up to 4 jobs in parallel, started by Slurm`. */
export function seatsWords({
	seats,
	launcher,
}: {
	readonly seats: number;
	readonly launcher: string | null;
}): string {
	if (launcher === null)
		return seats === 1 ? "one process" : `${seats} processes in parallel`;
	const jobs =
		seats === 1 ? "one job at a time" : `up to ${seats} jobs in parallel`;
	return `${jobs}, started by ${launcher}`;
}
