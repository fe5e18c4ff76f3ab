import { plural } from "../../report/page/language/plural.ts";
import type { Exclusion } from "../../studies/interventions/exclusion.ts";
import { armName } from "../../studies/interventions/plan/arms.ts";
import type { InterventionJob } from "../../studies/interventions/plan/job.ts";
import type {
	InterventionDecision,
	InterventionNote,
} from "../../studies/interventions/plan/state.ts";
import type { StudyWords } from "../studies/study-view.ts";
import { showNumber } from "../terminal/units.ts";

/** What each reason for leaving questions out is called. */
const reasons: Readonly<Record<Exclusion, string>> = {
	"no-question": "ask nothing or cannot be read",
	"no-options": "have no list of two or more options",
	"duplicate-options": "have an option twice",
	"no-answer": "do not say which option is right",
	"answer-not-an-option": "have an answer that is none of the options",
	"asked-twice": "are asked in an earlier row",
	"in-a-task": "are asked in a task",
	"not-measured": "could not be measured",
	"below-floor": "are answered with a confidence below the floor",
	"no-context": "have no context",
	"no-explanation": "have no explanation by the base",
	unmatched: "are left over after matching",
};

/** `120 are answered with a confidence below the floor`. */
export function exclusionWords(reason: string, questions: number): string {
	const words: Readonly<Record<string, string>> = reasons;
	return `${questions} ${words[reason] ?? reason}`;
}

function jobWords(job: InterventionJob): string {
	switch (job.kind) {
		case "questions":
			return "base, questions";
		case "tasks":
			return "base, tasks";
		case "explanations":
			return "base, explanations";
		case "run": {
			const tuning = job.measure === "tuning" ? ", to choose the rate" : "";
			return `${armName(job.arm)}, rate ${job.learningRate}, seed ${job.seed}${tuning}`;
		}
		default:
			return job satisfies never;
	}
}

export function decisionWords(decision: InterventionDecision): string {
	switch (decision.kind) {
		case "groups": {
			const { size, facts, excluded } = decision;
			const named = facts.map(
				({ group, available, confidence }) =>
					`${group} from ${available}${confidence === null ? "" : ` (mean confidence ${showNumber(confidence)})`}`,
			);
			const left = Object.entries(excluded)
				.filter(([, questions]) => questions > 0)
				.map(([reason, questions]) => exclusionWords(reason, questions));
			const without = left.length === 0 ? "" : `. Left out: ${left.join("; ")}`;
			return `groups of ${plural(size, "question")}: ${named.join(", ")}${without}`;
		}
		case "rate": {
			const tried = decision.tried.map(
				({ learningRate, score }) =>
					`${learningRate}: ${score === null ? "no score" : showNumber(score)}`,
			);
			return `learning rate ${decision.chosen} for all runs (${tried.join(", ")})`;
		}
		default:
			return decision satisfies never;
	}
}

/** What an intervention study says on the screen. */
export const interveneWords: StudyWords<
	InterventionJob,
	InterventionDecision,
	InterventionNote
> = {
	name: "intervention study",
	job: jobWords,
	part: () => "",
	decision: decisionWords,
	note: ({ kind }) => kind,
};
