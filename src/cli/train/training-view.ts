import { join } from "node:path";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import type {
	AlarmEvent,
	ColdStartEvent,
	EndEvent,
	EvaluationEvent,
	LeashEvent,
	RunEvent,
	StepEvent,
} from "../../runs/events.ts";
import { shareDone } from "../../train/watch/share-done.ts";
import { shortPath } from "../terminal/short-path.ts";
import { harmless, type Style, type Terminal } from "../terminal/terminal.ts";
import { showDuration } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";
import {
	alarmLine,
	coldStartLines,
	evaluationLine,
	leashLine,
	leashWords,
	roundLine,
	samplesLine,
	scoresLine,
	unitsLine,
} from "./event-lines.ts";
import { type Progress, statusLine, stepLine } from "./step-line.ts";

/** Seconds between two lines of steps if nobody watches. */
const quiet = 10;

/** A run on the screen: one line in place where a person watches, now and then a line if nobody does. */
export class TrainingView {
	readonly #terminal: Terminal;
	readonly #recipe: ResolvedRecipe;
	readonly #path: string;
	#shownAt = Number.NEGATIVE_INFINITY;
	#alarms = 0;
	/** The leash's current measure; null before the first. */
	#measured: string | null = null;
	#first: { readonly done: number; readonly seconds: number } | null = null;

	constructor(terminal: Terminal, recipe: ResolvedRecipe, path: string) {
		this.#terminal = terminal;
		this.#recipe = recipe;
		this.#path = shortPath(path);
	}

	show(event: RunEvent): void {
		switch (event.kind) {
			case "start":
			case "answers":
				return;
			case "step":
				this.#step(event);
				return;
			case "evaluation":
				this.#evaluation(event);
				return;
			case "units":
				this.#lines(unitsLine(event), "dim");
				return;
			case "samples":
				this.#lines(samplesLine(event), "cyan");
				return;
			case "round": {
				const line = roundLine(event);
				if (line !== null) this.#lines(line, "cyan");
				return;
			}
			case "scores":
				this.#lines(scoresLine(event), "cyan");
				return;
			case "leash":
				this.#leash(event);
				return;
			case "alarm":
				this.#alarm(event);
				return;
			case "cold-start":
				this.#coldStart(event);
				return;
			case "checkpoint":
				this.#terminal.line(`saved ${join(this.#path, event.path)}`);
				return;
			case "note":
				this.#lines(`note: ${event.text}`, null);
				return;
			case "end":
				this.#end(event);
				return;
			default:
				event satisfies never;
		}
	}

	/** A sentence, broken between words, under its own beginning. */
	#lines(text: string, style: Style | null): void {
		const { columns } = this.#terminal;
		for (const line of wrap(harmless(text), columns, 2))
			this.#terminal.line(
				style === null ? line : this.#terminal.paint(style, line),
			);
	}

	/** Measures during training are shown with the steps; the end has a line of its own. */
	#leash(event: LeashEvent): void {
		this.#measured = leashWords(event);
		const line = leashLine(event);
		if (line !== null) this.#lines(line, event.outcome?.held ? "cyan" : "red");
	}

	#coldStart(event: ColdStartEvent): void {
		for (const { text, warns } of coldStartLines(event))
			this.#lines(text, warns ? "yellow" : "cyan");
	}

	/** Counted, to be said once more at the end: by then it may have scrolled away. */
	#alarm(event: AlarmEvent): void {
		this.#alarms++;
		this.#lines(alarmLine(event), "red");
	}

	#step(event: StepEvent): void {
		const progress = this.#progress(event);
		if (this.#terminal.live) {
			this.#terminal.status(
				statusLine(event, progress, this.#terminal.columns),
			);
			return;
		}
		const due = event.cost.seconds - this.#shownAt >= quiet;
		if (!due && progress.done < 1) return;
		this.#shownAt = event.cost.seconds;
		this.#terminal.line(stepLine(event, progress));
	}

	/** The pace since the first step seen: what went before it, as loading and a resumed run's past, says nothing. */
	#progress(event: StepEvent): Progress {
		const done = shareDone(this.#recipe, event);
		const { seconds } = event.cost;
		const leash = this.#measured === null ? {} : { leash: this.#measured };
		this.#first ??= { done, seconds };
		const gained = done - this.#first.done;
		if (gained <= 0 || done === 1) return { done, left: null, ...leash };
		const pace = (seconds - this.#first.seconds) / gained;
		return { done, left: pace * (1 - done), ...leash };
	}

	#evaluation(event: EvaluationEvent): void {
		this.#lines(evaluationLine(event), "cyan");
		for (const { prompt, text } of event.samples ?? [])
			this.#terminal.line(
				`  ${this.#terminal.paint("dim", harmless(prompt))}\n  ${harmless(text)}`,
			);
	}

	#end(event: EndEvent): void {
		const { terminal, path } = { terminal: this.#terminal, path: this.#path };
		terminal.status(null);
		const took = showDuration(event.cost.seconds);
		if (this.#alarms > 0)
			this.#lines(
				`${this.#alarms === 1 ? "an alarm was" : `${this.#alarms} alarms were`} raised: npx temper-lm runs show ${path}`,
				"red",
			);
		switch (event.reason) {
			case "finished":
				terminal.line(
					`finished ${event.step} ${event.step === 1 ? "step" : "steps"} in ${took}${event.result === null ? "" : `: ${join(path, event.result)}`}`,
				);
				terminal.line(
					event.result === "reward-model"
						? `to rank answers with it: npx temper-lm rank ANSWERS --reward ${path}`
						: `to chat with it: npx temper-lm chat --run ${path}`,
				);
				return;
			case "interrupted":
				terminal.line(`stopped after step ${event.step}, ${took}`);
				terminal.line(`to continue: npx temper-lm runs resume ${path}`);
				return;
			case "failed":
				terminal.line(`failed after step ${event.step}, ${took}`);
				return;
			default:
				event.reason satisfies never;
		}
	}
}
