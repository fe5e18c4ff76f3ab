import { pilotTexts } from "../../report/pilot/pilot-texts.ts";
import { noteText } from "../../report/pilot/summary/notes.ts";
import type { PilotNote } from "../../studies/pilot/pilot-note.ts";
import type { Job } from "../../studies/pilot/plan/job.ts";
import type { Decision } from "../../studies/pilot/plan/pilot-state.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { showDuration, showNumber, showPercent } from "../terminal/units.ts";
import { StudyView, type StudyWords } from "./study-view.ts";

/** `sft, rate 0.0002, seed 0`. */
export function jobWords(job: Job): string {
	switch (job.kind) {
		case "base":
			return job.model === undefined ? "base" : `base ${job.model}`;
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
								`${arm} is dropped: ${by} scores more and moved less`,
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

const words: StudyWords<Job, Decision, PilotNote> = {
	name: "pilot",
	job: jobWords,
	part: (job) =>
		job.kind === "run" && job.until < 1
			? ` to ${showPercent(job.until)} of its steps`
			: "",
	decision: decisionWords,
	note: (note) => noteText(pilotTexts("en"), note),
};

/** A pilot on the screen. */
export const pilotView = (terminal: Terminal) => new StudyView(words, terminal);
