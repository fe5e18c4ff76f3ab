import { pilotTexts } from "../../report/pilot/pilot-texts.ts";
import { noteText } from "../../report/pilot/summary/notes.ts";
import type { JobProgress } from "../../studies/jobs/job-request.ts";
import type { PilotEvent } from "../../studies/pilot/pilot-event.ts";
import type { Job } from "../../studies/pilot/plan/job.ts";
import type { Decision } from "../../studies/pilot/plan/pilot-state.ts";
import type { Forecast } from "../../studies/study.ts";
import { bar } from "../terminal/bar.ts";
import { shortPath } from "../terminal/short-path.ts";
import { harmless, type Style, type Terminal } from "../terminal/terminal.ts";
import { showDuration, showNumber, showPercent } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";

/** Seconds of delay that are worth a warning. */
const leastDelay = 5;

/** Milliseconds between two drawings of what is under way. */
const apart = 100;

/** `sft, rate 0.0002, seed 0`. */
export function jobWords(job: Job): string {
	switch (job.kind) {
		case "base":
			return "base";
		case "speed":
			return `speed of ${job.arm}`;
		case "run":
			return `${job.arm}, rate ${job.learningRate}, seed ${job.seed}`;
		default:
			return job satisfies never;
	}
}

/** `minor-sft: rates 0.0002 and 0.0006 go on (0.45, 0.41); left 6e-5 (0.2)`. */
export function decisionWords(decision: Decision): string {
	switch (decision.kind) {
		case "rung": {
			const { arm, tried, kept } = decision;
			const told = ({ learningRate, score }: (typeof tried)[number]) =>
				`${learningRate} (${score === null ? "failed" : showNumber(score)})`;
			const named = (rates: typeof tried) => rates.map(told).join(", ");
			const on = tried.filter((one) => kept.includes(one.learningRate));
			const left = tried.filter((one) => !kept.includes(one.learningRate));
			if (on.length === 0) return `${arm}: no learning rate could be measured`;
			const tail = left.length === 0 ? "" : `; left ${named(left)}`;
			return `${arm}: learning rate ${named(on)} continues${tail}`;
		}
		case "betas": {
			const { family, left } = decision;
			if (left.length === 0) return `${family}: all betas continue`;
			const names = left.map(({ arm }) => arm).join(", ");
			return `${family}: ${left[0]?.by} has the best beta so far; left ${names}`;
		}
		case "arms":
			return decision.left.length === 0
				? "no arm is dominated by another: all continue"
				: decision.left
						.map(
							({ arm, by }) =>
								`${arm} is left: ${by} scores more, and moved less`,
						)
						.join("; ");
		case "steps":
			return `each run has ${decision.steps} steps, so that the pilot ends in time`;
		case "seeds": {
			const { left, seconds } = decision;
			const named = `${left.length === 1 ? "seed" : "seeds"} ${left.join(", ")}`;
			return `${named} left out, so that the pilot ends in time: with ${left.length === 1 ? "it" : "them"}, it would take about ${showDuration(seconds)}`;
		}
		default:
			return decision satisfies never;
	}
}

/** A pilot on the screen: a line for each process at work where a person watches, and lines that stay for what is done. */
export class PilotView {
	readonly #terminal: Terminal;
	readonly #atWork = new Map<
		string,
		{ job: Job; progress: JobProgress | null }
	>();
	#forecast: { readonly left: number; readonly at: number } | null = null;
	/** Seconds of the last warning that the pilot will be late. */
	#warned = 0;
	#drawnAt = Number.NEGATIVE_INFINITY;

	constructor(terminal: Terminal) {
		this.#terminal = terminal;
	}

	show(event: PilotEvent): void {
		switch (event.kind) {
			case "start":
				this.#start(event);
				return;
			case "note":
				this.#lines(
					`note: ${noteText(pilotTexts("en"), event.note)}`,
					"yellow",
				);
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
					`${jobWords(event.job)}: ${event.again ? "failed, and will be retried" : "failed"}: ${event.reason}`,
					event.again ? "yellow" : "red",
				);
				this.#draw(true);
				return;
			case "decision":
				this.#lines(decisionWords(event.decision), "cyan");
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

	#start({ folder, done, seats }: Extract<PilotEvent, { kind: "start" }>) {
		const side =
			seats === 1 ? "one process" : `${seats} processes side by side`;
		const before = done === 0 ? "" : `; ${done} jobs were done before`;
		this.#lines(`pilot folder: ${shortPath(folder)} (${side}${before})`, null);
	}

	#finished(event: Extract<PilotEvent, { kind: "job-finished" }>): void {
		const { job, seconds, score, unscored } = event;
		this.#atWork.delete(job.id);
		const share =
			job.kind === "run" && job.until < 1
				? ` to ${showPercent(job.until)} of its steps`
				: "";
		const got = score === null ? "" : `, score ${showNumber(score)}`;
		this.#lines(
			`${jobWords(job)}${share}: done in ${showDuration(seconds)}${got}`,
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
				`this pilot will end about ${showDuration(late)} later than its budget of minutes allows`,
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
			if (progress === null) return `${bar(0, 12)} ${jobWords(job)}: starting`;
			const { share, phase, place, nll } = progress;
			const loss = nll === null ? "" : `, nll ${showNumber(nll)}`;
			return `${bar(share, 12)} ${jobWords(job)}: ${phase} ${harmless(place)}${loss}`;
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
